import { pull } from "../../data/pull.ts";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { success } from "../../platform/result.ts";
import { renderPull } from "../../report/share.ts";
import type { CommandInvocation } from "../option-table.ts";
import { sharing } from "../sharing.ts";
import type { pullOptions } from "../table/pull.ts";

export function run({ platform, options, arguments: words }: CommandInvocation<typeof pullOptions>): Promise<ExitCode> {
  const [dryRun, storeOnly] = [options["dry-run"] === true, options["store-only"] === true];
  return sharing({
    platform,
    words,
    options,
    use: dryRun || storeOnly ? "store" : "workspace",
    whole: false,
    work: async ({ following, ...shared }) => {
      const source = shared.project.data.remote;
      if (source === undefined) throw new Error("a remote was chosen, and the project has none");
      return success(await pull({ ...shared, source, storeOnly, dryRun, ...following }));
    },
    render: renderPull,
    exitCode: ({ missing, unwritten, edited }) => {
      if (missing.length > 0 || unwritten.length > 0) return exitCodes.environment;
      return edited.length > 0 ? exitCodes.stale : exitCodes.ok;
    },
  });
}
