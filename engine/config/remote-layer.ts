import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { placeIn } from "../diagnostics/place.ts";
import type { Source } from "../diagnostics/source.ts";
import type { SourceMap } from "../spec/merge.ts";
import type { SourceEntry } from "../spec/pipeline.ts";
import { entryOf } from "../spec/tree-path.ts";

/** A remote that is only a URL becomes a map with a URL, so that another file can add to it. */
export function remotesAsMaps(layer: SourceMap): SourceMap {
  return {
    ...layer,
    entries: layer.entries.map((entry) => {
      if (entry.key !== "remotes" || entry.value.kind !== "map") return entry;
      return { ...entry, value: { ...entry.value, entries: entry.value.entries.map(remoteAsMap) } };
    }),
  };
}

function remoteAsMap(entry: SourceEntry): SourceEntry {
  const { value, keyAt } = entry;
  return value.kind === "scalar" ? { ...entry, value: { kind: "map", at: value.at, entries: [{ key: "url", keyAt, value }] } } : entry;
}

/** What a machine is trusted with is not for a file to say that comes with the code. */
export function committedTrust(layer: SourceMap, sources: readonly Source[]): readonly Diagnostic[] {
  const remotes = entryOf(layer, "remotes")?.value;
  if (remotes?.kind !== "map") return [];
  return remotes.entries.flatMap(({ key, value }) => {
    const trust = entryOf(value, "trust");
    if (trust?.value.kind !== "scalar" || trust.value.text !== "write") return [];
    const place = placeIn(sources, trust.value.at);
    return [
      {
        code: "wrong-value",
        severity: "error",
        message: `\`trust: write\` of the remote \`${key}\` cannot stand in the committed file`,
        ...(place !== undefined && { place }),
        why: "whoever can change this file, in a pull request too, would decide which machines may write",
        hint: `remove it here, and write into .millrace/config.yaml of this checkout (or into ~/.config/millrace/config.yaml):\n  remotes: { ${key}: { trust: write } }\nor set MILLRACE_TRUST=write in the environment of CI`,
      },
    ];
  });
}
