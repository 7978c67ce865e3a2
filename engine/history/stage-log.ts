import { join } from "node:path";
import type { RunHistory } from "../events/durations.ts";
import type { Outcome } from "../events/event.ts";
import type { ProjectPath, StageId } from "../platform/identity.ts";
import { listRuns } from "./list-runs.ts";
import { readRun } from "./read-run.ts";

/** What a stage printed when it last ran. */
export interface StageLog {
  readonly run: string;
  /** Milliseconds since the epoch: the start of that run. */
  readonly at: number;
  readonly outcome: Outcome;
  readonly path: ProjectPath;
  readonly text: string;
}

/** `undefined` where the stage has not run, in that run or at all. A stage that printed nothing has no file. */
export function findStageLog(
  history: RunHistory,
  wanted: { readonly stage: StageId; readonly pipeline: ProjectPath; readonly run?: string },
): StageLog | undefined {
  for (const run of wanted.run === undefined ? listRuns(history) : [wanted.run]) {
    const past = readRun(history, run);
    if (past === undefined || past.started.pipeline !== wanted.pipeline) continue;
    const finished = past.stages.find((stage) => stage.stage === wanted.stage);
    if (finished?.log === undefined) continue;
    const path = join(history.projectRoot, finished.log);
    const text = history.disk.stat(path)?.type === "file" ? history.disk.read(path).toString("utf8") : "";
    return { run, at: past.started.at, outcome: finished.outcome, path: finished.log, text };
  }
  return undefined;
}

/** The stages of the latest run of the pipeline that is kept. */
export function stagesThatRan(history: RunHistory, pipeline: ProjectPath): readonly StageId[] {
  for (const run of listRuns(history)) {
    const past = readRun(history, run);
    if (past?.started.pipeline === pipeline) return past.stages.map(({ stage }) => stage);
  }
  return [];
}

/** Of a matrix: its instances in the latest run of the pipeline that had any. */
export function instancesOf(history: RunHistory, wanted: { readonly stage: string; readonly pipeline: ProjectPath }): readonly StageId[] {
  for (const run of listRuns(history)) {
    const past = readRun(history, run);
    if (past?.started.pipeline !== wanted.pipeline) continue;
    const found = past.stages.map(({ stage }) => stage).filter((stage) => stage.startsWith(`${wanted.stage}@`));
    if (found.length > 0) return found;
  }
  return [];
}
