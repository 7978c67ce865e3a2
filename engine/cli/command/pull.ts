import { type PullReport, pull } from "../../data/pull.ts";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { renderPull } from "../../report/share.ts";
import { locked } from "../../run/clean.ts";
import type { CommandInvocation } from "../option-table.ts";
import { preparePlan } from "../prepare-plan.ts";
import { sharedContents, shareWords } from "../share-words.ts";
import { sharing } from "../sharing.ts";
import type { pullOptions } from "../table/pull.ts";
import { tell } from "../tell.ts";

export async function run({ platform, options, arguments: words }: CommandInvocation<typeof pullOptions>): Promise<ExitCode> {
  const chosen = shareWords(platform, words);
  const prepared = await preparePlan({ platform, arguments: chosen.stages, set: options.set, params: options.params, only: true });
  if (!prepared.ok) {
    tell(platform, prepared.failure);
    return exitCodes.usage;
  }
  const { plan, warnings } = prepared.value;
  tell(platform, warnings);
  return sharing({ platform, plan, remote: options.remote }, async ({ session, remote, signal, notify }) => {
    const source = session.workspace.remote;
    if (source === undefined) throw new Error("a remote was chosen, and the session has none");
    const contents = sharedContents({ ...chosen, workspace: session.workspace, pins: options.pins === true });
    const [dryRun, storeOnly] = [options["dry-run"] === true, options["store-only"] === true];
    const work = (): Promise<PullReport> =>
      pull({ session, remote, source, contents, storeOnly, dryRun, notify, onTransfer: () => undefined });
    const done = await locked(
      {
        platform,
        projectRoot: plan.pipeline.projectRoot,
        wait: options["no-wait"] !== true,
        signal,
        onWaiting: (holder) => platform.console.error(`waiting for ${holder}\n`),
        dryRun: dryRun || storeOnly,
      },
      work,
    );
    signal.throwIfAborted();
    if (!done.ok) {
      tell(platform, [done.failure]);
      return exitCodes.environment;
    }
    if (options.json === true) platform.console.out(`${JSON.stringify(done.value)}\n`);
    else if (options.quiet !== true) platform.console.out(renderPull(done.value));
    return done.value.missing.length > 0 ? exitCodes.environment : exitCodes.ok;
  });
}
