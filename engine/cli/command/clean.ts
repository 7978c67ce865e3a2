import { join } from "node:path";
import { commandLine } from "../../diagnostics/command-line.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { cleanLogs } from "../../history/clean-logs.ts";
import { failure, type Result, success } from "../../platform/result.ts";
import { type CleanReport, cleanDocument, renderClean } from "../../report/clean.ts";
import { painter } from "../../report/painter.ts";
import { clean, locked } from "../../run/clean.ts";
import { cleanCaches, cleanDisplaced } from "../../run/clean-state.ts";
import { findHistory, findProjectHistory } from "../find-history.ts";
import { listenForInterruption } from "../interruption.ts";
import type { CommandInvocation } from "../option-table.ts";
import { placeWords } from "../place-words.ts";
import { preparePlan } from "../prepare-plan.ts";
import type { cleanOptions } from "../table/clean.ts";
import { tell } from "../tell.ts";
import { usageError } from "../usage-error.ts";

type Invocation = CommandInvocation<typeof cleanOptions>;

export async function run(invocation: Invocation): Promise<ExitCode> {
  const { platform, options } = invocation;
  const interruption = listenForInterruption(() => undefined);
  try {
    const isHousekeeping = options.logs !== undefined || options.state === true || options.displaced === true;
    const wanted = isHousekeeping ? await housekeeping(invocation) : await outputs(invocation, interruption.signal);
    if (!wanted.ok) {
      tell(platform, wanted.failure);
      return exitCodes.usage;
    }
    const dryRun = options["dry-run"] === true;
    const { projectRoot, given, work } = wanted.value;
    const onWaiting = (holder: string): void => platform.console.error(`waiting for ${holder}\n`);
    const wait = options["no-wait"] !== true;
    const done = await locked({ platform, projectRoot, wait, signal: interruption.signal, onWaiting, dryRun }, work);
    if (!done.ok) {
      tell(platform, [done.failure]);
      const { signal } = interruption;
      if (!signal.aborted) return exitCodes.environment;
      return signal.reason === "SIGTERM" ? exitCodes.terminated : exitCodes.interrupted;
    }
    const paint = painter(platform.console.terminal.colour);
    const line = commandLine(["millrace", "run", ...placeWords({ cwd: options.cwd, given })]);
    const shown = { dryRun, verbose: options.verbose === true, paint, run: line };
    if (options.json === true) platform.console.out(cleanDocument(done.value, shown));
    else if (options.quiet !== true) platform.console.out(renderClean(done.value, shown));
    return exitCodes.ok;
  } finally {
    interruption.release();
  }
}

interface Work {
  readonly projectRoot: string;
  /** The pipeline as it was given. */
  readonly given: string | undefined;
  readonly work: () => Promise<CleanReport>;
}

async function outputs(
  { platform, options, arguments: words }: Invocation,
  signal: AbortSignal,
): Promise<Result<Work, readonly Diagnostic[]>> {
  const prepared = await preparePlan({ platform, arguments: words, set: options.set, params: options.params, only: true });
  if (!prepared.ok) return prepared;
  const { plan, given, warnings } = prepared.value;
  tell(platform, warnings);
  const notify = (diagnostic: Diagnostic): void => tell(platform, [diagnostic]);
  const onWaiting = (holder: string): void => platform.console.error(`waiting for ${holder}\n`);
  const [force, dryRun] = [options.force === true, options["dry-run"] === true];
  const work = async () => ({ outputs: await clean({ plan, platform, signal, force, dryRun, notify, onWaiting }) });
  return success({ projectRoot: plan.pipeline.projectRoot, given, work });
}

async function housekeeping({ platform, options, arguments: words }: Invocation): Promise<Result<Work, readonly Diagnostic[]>> {
  const found = words.length === 0 ? success(findProjectHistory(platform)) : findHistory(platform, words);
  if (!found.ok) return failure([found.failure]);
  const { history, given } = found.value;
  if (found.value.words.length > 0) {
    const hint = "clean the outputs of stages in a command of its own";
    return failure([usageError("option-value", { message: "--logs, --state and --displaced take no stages", hint })]);
  }
  const dryRun = options["dry-run"] === true;
  const request = { disk: platform.disk, stateFolder: join(history.projectRoot, ".millrace"), dryRun };
  const work = async (): Promise<CleanReport> => ({
    ...(options.logs !== undefined && { logs: cleanLogs(history, { keep: options.logs, dryRun }) }),
    ...(options.state === true && { caches: cleanCaches(request) }),
    ...(options.displaced === true && { displaced: cleanDisplaced(request) }),
  });
  return success({ projectRoot: history.projectRoot, given, work });
}
