import { join } from "node:path";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { editorLine } from "../../init/editor-line.ts";
import { gitFiles } from "../../init/git-lines.ts";
import { keepResult } from "../../init/keep-result.ts";
import { obstacles, placeFiles } from "../../init/place-files.ts";
import { projectConfig } from "../../init/project-config.ts";
import { projectNameOf } from "../../init/project-name.ts";
import { ignoredPaths, type Neighbours, pipelineText, resultNotes, type ScriptStage, scriptStage } from "../../init/script-stage.ts";
import { notTraced } from "../../init/trace/not-traced.ts";
import { runTraced } from "../../init/trace/run-traced.ts";
import { scriptCommand } from "../../init/trace/script-command.ts";
import { snapshotOf } from "../../init/trace/snapshot.ts";
import { findProgram } from "../../platform/find-program.ts";
import type { Platform } from "../../platform/platform.ts";
import { renderInit, renderScriptStage } from "../../report/init.ts";
import { painter } from "../../report/painter.ts";
import { findPipelines } from "../../spec/pipeline-naming.ts";
import { findProjectRoot } from "../../spec/project-root.ts";
import { listenForInterruption } from "../interruption.ts";
import type { CommandInvocation } from "../option-table.ts";
import { preparePlan } from "../prepare-plan.ts";
import type { initOptions } from "../table/init.ts";
import { tell } from "../tell.ts";
import { usageError } from "../usage-error.ts";

export interface FromScript extends CommandInvocation<typeof initOptions> {
  /** Absolute. */
  readonly folder: string;
}

export async function fromScript(invocation: FromScript): Promise<ExitCode> {
  const {
    platform,
    options,
    folder,
    arguments: [given],
  } = invocation;
  const { disk, console, environment } = platform;
  const refuse = (diagnostics: readonly Diagnostic[], code: ExitCode = exitCodes.usage): ExitCode => {
    tell(platform, diagnostics);
    return code;
  };
  if (disk.statTarget(folder)?.type !== "directory") {
    return refuse([usageError("option-value", { message: `${given} is not a folder`, why: "--from-script runs a command there" })]);
  }
  const hasProgram = (program: string): boolean => findProgram({ program, cwd: folder, path: environment.variables.PATH }).ok;
  const command = scriptCommand({ disk, given: options["from-script"] ?? "", folder, hasProgram });
  if (!command.ok) return refuse([usageError("option-value", command.failure)]);
  const [pipeline] = findPipelines(disk, folder);
  // Before the script runs, which may take long.
  const inTheWay = pipeline === undefined ? obstacles({ platform, folder, files: [{ path: "pipeline.yaml", content: { text: "" } }] }) : [];
  if (inTheWay.length > 0) return refuse(inTheWay);

  const real = disk.realPath(folder) ?? folder;
  const projectRoot = findProjectRoot(disk, real);
  const before = snapshotOf(disk, projectRoot);
  const interruption = listenForInterruption((signal) => console.error(`${signal}: the script is being ended\n`));
  const traced = await runTraced({
    platform,
    command: command.value,
    folder: real,
    signal: interruption.signal,
    onLine: (line) => console.error(`  | ${line}\n`),
    onStart: (tracer) => console.error(`running \`${command.value}\`, followed by ${tracer}\n`),
  }).finally(() => interruption.release());
  if (!traced.ok) {
    if (traced.failure.kind === "interrupted")
      return interruption.signal.reason === "SIGTERM" ? exitCodes.terminated : exitCodes.interrupted;
    return refuse([notTraced(traced.failure, command.value)], traced.failure.kind === "failed" ? exitCodes.stageFailed : exitCodes.usage);
  }
  const neighbours = pipeline === undefined ? undefined : await neighboursIn(platform, pipeline);
  const after = snapshotOf(disk, projectRoot);
  const stage = scriptStage({ disk, command: command.value, folder: real, projectRoot, traced: traced.value, before, after, neighbours });
  if (!stage.ok) return refuse(stage.failure);
  return pipeline === undefined ? writePipeline(invocation, stage.value) : printStage(platform, { stage: stage.value, pipeline });
}

async function writePipeline({ platform, options, folder, arguments: [given] }: FromScript, stage: ScriptStage): Promise<ExitCode> {
  const { disk, console } = platform;
  const name = options.name ?? projectNameOf(folder);
  const text = editorLine(disk, { folder, schema: "pipeline" }) + pipelineText({ name, stage });
  const git = gitFiles(disk, { folder, ignore: ignoredPaths(stage) });
  const files = [{ path: "pipeline.yaml", content: { text } }, ...git.files, ...projectConfig(disk, folder)];
  const placed = placeFiles({ platform, folder, files });
  if (!placed.ok) {
    tell(platform, placed.failure);
    return exitCodes.usage;
  }
  const prepared = await preparePlan({ platform, arguments: [join(folder, "pipeline.yaml")], set: [], params: [], only: false });
  const signal = new AbortController().signal;
  const onWaiting = (holder: string): void => console.error(`waiting for ${holder}\n`);
  const isKept = stage.isResult && prepared.ok && (await keepResult({ platform, plan: prepared.value.plan, signal, onWaiting }));
  const notes = [...stage.notes, ...resultNotes(stage, isKept), ...git.notes];
  const outcome = { title: renderScriptStage(stage), placed: placed.value, notes, given, cwd: options.cwd };
  console.error(`\n${renderInit(outcome, painter(console.terminal.colour))}`);
  if (!prepared.ok) tell(platform, prepared.failure);
  return prepared.ok ? exitCodes.ok : exitCodes.usage;
}

/** The names and outputs of a pipeline that there is; of one that does not compile, none. */
async function neighboursIn(platform: Platform, pipeline: string): Promise<Neighbours> {
  const prepared = await preparePlan({ platform, arguments: [pipeline], set: [], params: [], only: false });
  if (!prepared.ok) return { names: new Set(), references: new Map() };
  const { plan } = prepared.value;
  const root = plan.pipeline.projectRoot;
  const stages = [...plan.stages.values()];
  return {
    names: new Set(stages.map(({ name }) => name)),
    references: new Map(stages.flatMap((stage) => stage.outputs.map(({ port, path }) => [join(root, path), `${stage.id}.${port}`]))),
  };
}

/** Data on stdout: `>> pipeline.yaml` adds it where `stages` is what the file ends with. */
function printStage(
  { console, environment }: Platform,
  { stage, pipeline }: { readonly stage: ScriptStage; readonly pipeline: string },
): ExitCode {
  const place = pipeline.startsWith(`${environment.workingDirectory}/`)
    ? pipeline.slice(environment.workingDirectory.length + 1)
    : pipeline;
  console.error(`\n${renderScriptStage(stage)}\nput it below \`stages:\` in ${place}, which is as it was:\n\n`);
  console.out(stage.text);
  for (const note of [...stage.notes, ...resultNotes(stage, false)]) console.error(`  - ${note}\n`);
  return exitCodes.ok;
}
