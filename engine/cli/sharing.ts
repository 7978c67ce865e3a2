import { join } from "node:path";
import type { RemoteConfig } from "../config/config.ts";
import { chooseRemote } from "../data/choose-remote.ts";
import { notPinned } from "../data/pinned-entries.ts";
import type { SharedContent } from "../data/shared-content.ts";
import type { LockedPlan, SharedProject } from "../data/shared-project.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes } from "../diagnostics/exit-code.ts";
import type { Following } from "../events/transfer.ts";
import { findPins } from "../lock/find-pins.ts";
import { readLock } from "../lock/lock-file.ts";
import { asProjectPath } from "../platform/identity.ts";
import type { Platform } from "../platform/platform.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { growByLock } from "../run/grow-by-lock.ts";
import { RemoteFailure } from "../store/remote/transport.ts";
import { unavailable } from "../store/remote/troubles.ts";
import type { OptionValues } from "./option-table.ts";
import type { documentOption, globalOptions, pipelineOptions, remoteOptions } from "./options.ts";
import { preparePlan } from "./prepare-plan.ts";
import { type ShareWords, sharedContents, shareWords } from "./share-words.ts";
import { tell } from "./tell.ts";
import { rootOf, withData } from "./with-data.ts";

export interface SharingRequest<Report> {
  readonly platform: Platform;
  /** `[PIPELINE] [STAGE…|PATH…]`. */
  readonly words: readonly string[];
  readonly options: Partial<OptionValues<typeof remoteOptions & typeof documentOption & typeof pipelineOptions & typeof globalOptions>> & {
    readonly pins?: boolean | undefined;
    readonly "no-wait"?: boolean | undefined;
  };
  readonly use: "store" | "workspace";
  /** Of a path in pinned data the whole is meant. */
  readonly whole: boolean;
  readonly work: (sharing: Sharing) => Promise<Result<Report, Diagnostic>>;
  readonly render: (report: Report) => string;
  readonly exitCode: (report: Report) => ExitCode;
}

export interface Sharing {
  readonly project: SharedProject;
  readonly remote: RemoteConfig;
  readonly contents: readonly SharedContent[];
  readonly following: Required<Following>;
}

/** What a push and a pull share: from the words to what they mean, progress while it moves, the report, and what can go wrong. */
export async function sharing<Report>(request: SharingRequest<Report>): Promise<ExitCode> {
  const { platform, options, use, whole } = request;
  const { pins = false, quiet = false } = options;
  const chosen = shareWords(platform, request.words);
  const prepared = await preparePipeline(request, chosen);
  if (!prepared.ok) {
    tell(platform, prepared.failure);
    return exitCodes.usage;
  }
  const pipeline = prepared.value;
  const root = pipeline === undefined ? {} : { projectRoot: pipeline.plan.pipeline.projectRoot };
  const opened = { platform, quiet, wait: options["no-wait"] !== true, use, remote: options.remote, jobs: options.jobs, ...root };
  return withData(opened, async ({ data, progress, following, tell: told }) => {
    const remote = chooseRemote(data.config, options.remote);
    if (!remote.ok) {
      told(remote.failure);
      return exitCodes.usage;
    }
    const project = { data, ...(pipeline !== undefined && { pipeline }) };
    const { contents, diagnostics } = await sharedContents({ ...chosen, project, pins, whole });
    const problems = pipeline === undefined && contents.length === 0 && diagnostics.length === 0 ? [nothingHere] : diagnostics;
    for (const diagnostic of problems) told(diagnostic);
    if (problems.length > 0) return exitCodes.usage;
    progress.begin(remote.value.name);
    const report = await orRemoteFailure(remote.value, () => request.work({ project, remote: remote.value, contents, following }));
    following.signal.throwIfAborted();
    progress.clear();
    if (!report.ok) {
      told(report.failure);
      return exitCodes.environment;
    }
    if (options.json === true) platform.console.out(`${JSON.stringify(report.value)}\n`);
    else if (!quiet) platform.console.out(request.render(report.value));
    return request.exitCode(report.value);
  });
}

/** `undefined` where pinned data alone is meant, or the folder has no pipeline. */
async function preparePipeline(
  { platform, options }: Pick<SharingRequest<unknown>, "platform" | "options">,
  { stages, paths }: ShareWords,
): Promise<Result<LockedPlan | undefined, readonly Diagnostic[]>> {
  if (stages.length === 0 && (options.pins === true || paths.length > 0)) return success(undefined);
  const { set = [], params = [] } = options;
  const prepared = await preparePlan({ platform, arguments: stages, set, params, only: true });
  if (!prepared.ok) {
    const [first, ...others] = prepared.failure;
    if (first?.code !== "no-pipeline" || others.length > 0) return failure(prepared.failure);
    if (stages.length === 0) return success(undefined);
    const { pins } = findPins(platform.disk, rootOf(platform));
    return failure(pins.length === 0 ? prepared.failure : stages.map((word) => notPinned(asProjectPath(word), pins)));
  }
  const { plan, warnings } = prepared.value;
  tell(platform, warnings);
  const lock = readLock(platform.disk, join(plan.pipeline.projectRoot, plan.pipeline.lockFile));
  return success({ plan: await growByLock(plan, lock), lock });
}

const nothingHere: Diagnostic = {
  code: "no-pipeline",
  severity: "error",
  message: "there is nothing to share in this folder: no pipeline.yaml, and nothing is pinned in its project",
  hint: "name the folder of a pipeline; or pin data: `millrace add PATH`",
};

async function orRemoteFailure<Report>(
  { name }: RemoteConfig,
  work: () => Promise<Result<Report, Diagnostic>>,
): Promise<Result<Report, Diagnostic>> {
  try {
    return await work();
  } catch (error) {
    const diagnostic = remoteError(error, name);
    if (diagnostic === undefined) throw error;
    return failure(diagnostic);
  }
}

/** What ends a command whose work is the remote. */
export function remoteError(error: unknown, name: string): Diagnostic | undefined {
  if (!(error instanceof RemoteFailure)) return undefined;
  return { ...unavailable(name, error), severity: "error", why: "what was transferred before is kept; the next try goes on there" };
}
