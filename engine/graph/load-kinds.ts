import { placeIn } from "../diagnostics/place.ts";
import type { Located } from "../diagnostics/source.ts";
import { loadKind } from "../kind/load-kind.ts";
import type { LoadedKind } from "../kind/loaded-kind.ts";
import type { Platform } from "../platform/platform.ts";
import type { StageSpec } from "../spec/pipeline.ts";
import type { CompileContext } from "./draft.ts";

/** Every kind that the stages name, by what they write. One that cannot be loaded is reported at each stage that uses it. */
export async function loadKinds({ pipeline, problems }: CompileContext, platform: Platform): Promise<ReadonlyMap<string, LoadedKind>> {
  const named = pipeline.stages.flatMap((spec) => kindName(spec) ?? []);
  const kinds = new Map<string, LoadedKind>();
  for (const uses of new Set(named.map(({ value }) => value))) {
    const loaded = await loadKind({ uses, folder: pipeline.folder, projectRoot: pipeline.projectRoot, platform });
    if (loaded.ok) kinds.set(uses, loaded.value);
    else if (loaded.failure.place !== undefined) problems.addDiagnostic(loaded.failure);
    else
      for (const { at } of named.filter(({ value }) => value === uses)) {
        const place = placeIn(problems.sources, at);
        problems.addDiagnostic({ ...loaded.failure, ...(place && { place }) });
      }
  }
  return kinds;
}

/** Of `uses`, or of `as`. */
export const kindName = (spec: StageSpec): Located<string> | undefined => (spec.does.kind === "uses" ? spec.does.uses : spec.as);
