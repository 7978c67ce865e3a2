import { relative } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { placeIn } from "../diagnostics/place.ts";
import type { Source } from "../diagnostics/source.ts";
import type { Disk } from "../platform/disk.ts";
import type { Platform } from "../platform/platform.ts";
import { millraceVersion } from "../platform/version.ts";
import { emptyMap, mergeMaps, type SourceMap } from "../spec/merge.ts";
import { SourceCache } from "../spec/source-cache.ts";
import { SourceFiles } from "../spec/source-files.ts";
import { without } from "../spec/tree-path.ts";
import { foundInWords } from "../spec/value-words.ts";
import { configFiles } from "./config-files.ts";
import { committedTrust, remotesAsMaps } from "./remote-layer.ts";

export interface Layers {
  /** All files merged, later ones over earlier ones, without what is wrong; its spans say which file a value is from. */
  readonly merged: SourceMap;
  readonly sources: readonly Source[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What the configuration files of a project say. */
export async function readLayers({ disk, environment }: Pick<Platform, "disk" | "environment">, projectRoot: string): Promise<Layers> {
  const telling = configFiles(environment, projectRoot).filter(({ path }) => saysSomething(disk, path));
  if (telling.length === 0) return { merged: emptyMap, sources: [], diagnostics: [] };
  const files = new SourceFiles(disk, new SourceCache({ disk, projectRoot, version: millraceVersion() }));
  const diagnostics: Diagnostic[] = [];
  let merged = emptyMap;
  for (const { path, committed } of telling) {
    const layer = await readLayer(files, { path, name: relative(environment.workingDirectory, path) });
    const map = remotesAsMaps(layer.map);
    diagnostics.push(...layer.diagnostics, ...(committed ? committedTrust(map, files.sources) : []));
    merged = mergeMaps(merged, map);
  }
  return { merged, sources: files.sources, diagnostics };
}

/** Not so a file of comments and empty lines, as `init` writes it. What cannot be read is told later. */
function saysSomething(disk: Disk, path: string): boolean {
  if (disk.statTarget(path)?.type !== "file") return false;
  try {
    return !disk
      .read(path)
      .toString("utf8")
      .split("\n")
      .every((line) => /^\s*(?:#|$)/.test(line));
  } catch {
    return true;
  }
}

interface Layer {
  /** Without what is wrong. */
  readonly map: SourceMap;
  readonly diagnostics: readonly Diagnostic[];
}

async function readLayer(files: SourceFiles, { path, name }: { readonly path: string; readonly name: string }): Promise<Layer> {
  const file = await files.read({ path, name, role: "config" });
  if (file === undefined) return { map: emptyMap, diagnostics: [unreadable(name)] };
  const { value, checked } = file;
  if (file.diagnostics.length > 0) return { map: emptyMap, diagnostics: file.diagnostics };
  if (value === undefined || (value.kind === "scalar" && value.tag === "null")) return { map: emptyMap, diagnostics: [] };
  if (value.kind !== "map") {
    const place = placeIn(files.sources, value.at);
    const message = `a configuration must be a map, not ${foundInWords(value)}`;
    return {
      map: emptyMap,
      diagnostics: [{ code: "wrong-type", severity: "error", message, ...(place !== undefined && { place }) }],
    };
  }
  if (checked) return { map: value, diagnostics: [] };
  const { checkConfig } = await import("./check-config.ts");
  const faults = checkConfig(value, files.sources);
  if (faults.length === 0) file.remember();
  const sound = without(
    value,
    faults.map((fault) => fault.path),
  );
  return { map: sound as SourceMap, diagnostics: faults.map(({ diagnostic }) => diagnostic) };
}

const unreadable = (name: string): Diagnostic => ({
  code: "disk-failed",
  severity: "error",
  message: `the configuration ${name} cannot be read`,
  hint: "look at its permissions",
});
