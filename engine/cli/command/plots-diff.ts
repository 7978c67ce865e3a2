import type { ExitCode } from "../../diagnostics/exit-code.ts";
import { compile } from "../../graph/compile.ts";
import type { LockedVersion } from "../../history/compare/plot-versions.ts";
import { comparedLocks } from "../../history/revision/compared-locks.ts";
import type { Repository, Revision } from "../../history/revision/repository.ts";
import type { Lock } from "../../lock/lock-file.ts";
import { pinnedPaths } from "../../lock/pin-lookup.ts";
import { growByLock } from "../../run/grow-by-lock.ts";
import type { CommandInvocation } from "../option-table.ts";
import { refused, withComparison } from "../prepare-comparison.ts";
import type { plotsDiffOptions } from "../table/plots-diff.ts";
import { tell } from "../tell.ts";
import { unknownStages } from "../unknown-stages.ts";
import { showPlots } from "./show-plots.ts";

export async function run(given: CommandInvocation<typeof plotsDiffOptions>): Promise<ExitCode> {
  const { platform, options } = given;
  return withComparison(given, async ({ pipeline, repository, range, versions }) => {
    // Which outputs are plots, and where they lie, is known of the pipeline as it is now.
    const compiled = await compile(pipeline, {
      platform,
      selection: [],
      only: true,
      pinned: pinnedPaths(platform.disk, pipeline.projectRoot),
    });
    if (!compiled.ok) return refused(platform, compiled.failure);
    const locks = await comparedLocks({ platform, repository, range, pipeline });
    if (!locks.ok) return refused(platform, [locks.failure]);
    const { output, svg, json, stage, all } = options;
    const strays = unknownStages(stage, { stages: pipeline.stages, locks: [locks.value.before, locks.value.after] });
    if (strays.length > 0) return refused(platform, strays);
    tell(platform, locks.value.warnings);
    const { plan } = compiled.value;
    const [before, after] = [await growByLock(plan, locks.value.before), await growByLock(plan, locks.value.after)];
    return showPlots({
      platform,
      // Either version may have instances of lists that the other has not.
      plan: { ...after, stages: new Map([...before.stages, ...after.stages]) },
      before: { ...locked(locks.value.before, { repository, revision: range.before }), version: versions.before },
      after: { ...locked(locks.value.after, { repository, revision: range.after }), version: versions.after },
      usualName: "plots-diff.html",
      options: { output, svg, json, stage, all },
    });
  });
}

function locked(
  lock: Lock,
  { repository, revision }: { readonly repository: Repository; readonly revision: Revision | undefined },
): LockedVersion {
  if (revision === undefined) return { lock };
  return {
    lock,
    committed: async (path) => {
      const bytes = await repository.read(revision.commit, path);
      return bytes.ok ? bytes.value : undefined;
    },
  };
}
