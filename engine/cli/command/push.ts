import { push, readOnlyRemote } from "../../data/push.ts";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { renderPush } from "../../report/share.ts";
import type { CommandInvocation } from "../option-table.ts";
import { preparePlan } from "../prepare-plan.ts";
import { sharedContents, shareWords } from "../share-words.ts";
import { sharing } from "../sharing.ts";
import type { pushOptions } from "../table/push.ts";
import { tell } from "../tell.ts";

export async function run({ platform, options, arguments: words }: CommandInvocation<typeof pushOptions>): Promise<ExitCode> {
  const chosen = shareWords(platform, words);
  const prepared = await preparePlan({ platform, arguments: chosen.stages, set: options.set, params: options.params, only: true });
  if (!prepared.ok) {
    tell(platform, prepared.failure);
    return exitCodes.usage;
  }
  const { plan, warnings } = prepared.value;
  tell(platform, warnings);
  return sharing({ platform, plan, remote: options.remote }, async ({ session, remote, signal }) => {
    const dryRun = options["dry-run"] === true;
    if (remote.trust !== "write" && !dryRun) {
      tell(platform, [readOnlyRemote(remote)]);
      return exitCodes.environment;
    }
    const contents = sharedContents({ ...chosen, workspace: session.workspace, pins: options.pins === true });
    const report = await push({
      session,
      remote,
      contents,
      results: contents.some(({ kind }) => kind === "output"),
      jobs: options.jobs ?? 8,
      dryRun,
      resend: options.resend === true,
      signal,
      onTransfer: () => undefined,
    });
    if (options.json === true) platform.console.out(`${JSON.stringify(report)}\n`);
    else if (options.quiet !== true) platform.console.out(renderPush(report));
    return report.missing.length > 0 ? exitCodes.environment : exitCodes.ok;
  });
}
