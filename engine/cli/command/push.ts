import { push, readOnlyRemote } from "../../data/push.ts";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { failure, success } from "../../platform/result.ts";
import { renderPush } from "../../report/share.ts";
import type { CommandInvocation } from "../option-table.ts";
import { sharing } from "../sharing.ts";
import type { pushOptions } from "../table/push.ts";

export function run({ platform, options, arguments: words }: CommandInvocation<typeof pushOptions>): Promise<ExitCode> {
  const dryRun = options["dry-run"] === true;
  return sharing({
    platform,
    words,
    options,
    use: "store",
    whole: true,
    work: async ({ following, ...shared }) => {
      if (shared.remote.trust !== "write" && !dryRun) return failure(readOnlyRemote(shared.remote));
      return success(await push({ ...shared, jobs: options.jobs ?? 8, dryRun, resend: options.resend === true, ...following }));
    },
    render: renderPush,
    exitCode: ({ missing }) => (missing.length > 0 ? exitCodes.environment : exitCodes.ok),
  });
}
