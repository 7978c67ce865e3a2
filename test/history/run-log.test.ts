import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type RunHistory, readDurations } from "../../engine/events/durations.ts";
import type { Event } from "../../engine/events/event.ts";
import { runLog } from "../../engine/events/run-log.ts";
import { listRuns } from "../../engine/history/list-runs.ts";
import { readRun } from "../../engine/history/read-run.ts";
import { findStageLog } from "../../engine/history/stage-log.ts";
import { asProjectPath, asStageId } from "../../engine/platform/identity.ts";
import { TestClock } from "../report/screen.ts";
import { commandFailed, fewerEpochs, gateFailed, nothingToDo } from "../report/wine-events.ts";
import { emptyProject } from "./project.ts";

const pipeline = asProjectPath("pipelines/wine/pipeline.yaml");
const train = asStageId("train");

/** Writes what an engine that told these events would leave. */
function kept(history: RunHistory, events: readonly Event[], run = "20260304T050607Z-17"): readonly string[] {
  const problems: string[] = [];
  const listener = runLog({ ...history, clock: new TestClock(), onProblem: (message) => problems.push(message) });
  for (const event of events) listener(event.type === "run-started" || event.type === "run-finished" ? { ...event, run } : event);
  return problems;
}

test("keeps a failed run with its parameters and what each stage came to", () => {
  const project = emptyProject();
  kept(project, commandFailed);
  const run = readRun(project, "20260304T050607Z-17");
  expect(run?.started.params).toEqual({ seed: 7, training: { epochs: 5 } });
  expect(run?.finished?.exitCode).toBe(1);
  expect(run?.stages).toEqual(
    commandFailed.filter((event) => event.type === "stage-finished").map((event) => ({ at: new TestClock().now(), ...event })),
  );
});

test("leaves no log of a run in which nothing happened, but of one whose gate failed", () => {
  const project = emptyProject();
  kept(project, nothingToDo, "a");
  expect(listRuns(project)).toEqual([]);
  kept(project, gateFailed, "b");
  expect(listRuns(project)).toEqual(["b"]);
});

test("lists the newest run first", () => {
  const project = emptyProject();
  for (const run of ["20260304T050607Z-17", "20260401T000000Z-3", "20251231T235959Z-99"]) kept(project, commandFailed, run);
  expect(listRuns(project)).toEqual(["20260401T000000Z-3", "20260304T050607Z-17", "20251231T235959Z-99"]);
});

test("reads a log whose last line a kill has torn", () => {
  const project = emptyProject();
  kept(project, commandFailed.slice(0, -1));
  project.disk.append("run-log", join(project.projectRoot, ".millrace/runs/20260304T050607Z-17.jsonl"), '{"at":1,"type":"run-fin');
  const run = readRun(project, "20260304T050607Z-17");
  expect(run?.finished).toBeUndefined();
  expect(run?.stages.map((stage) => stage.stage)).toEqual(["validate", "split", "train"]);
});

test("has written what happened before the engine dies", () => {
  const project = emptyProject();
  kept(project, commandFailed.slice(0, 4));
  expect(readRun(project, "20260304T050607Z-17")?.started.name).toBe("wine");
});

test("finds what a stage printed when it last ran, and in a given run", () => {
  const project = emptyProject();
  for (const run of ["1", "2"]) {
    const log = `.millrace/logs/${run}/train.log`;
    mkdirSync(join(project.projectRoot, log, ".."), { recursive: true });
    writeFileSync(join(project.projectRoot, log), `lines of run ${run}\n`);
    const events = commandFailed.map((event) => ("log" in event ? { ...event, log: asProjectPath(log) } : event));
    kept(project, events, run);
  }
  kept(project, gateFailed, "3");
  expect(findStageLog(project, { stage: train, pipeline })?.text).toBe("lines of run 2\n");
  expect(findStageLog(project, { stage: train, pipeline, run: "1" })?.text).toBe("lines of run 1\n");
  expect(findStageLog(project, { stage: train, pipeline, run: "9" })).toBeUndefined();
  expect(findStageLog(project, { stage: asStageId("evaluate"), pipeline })).toBeUndefined();
  expect(findStageLog(project, { stage: train, pipeline: asProjectPath("pipeline.yaml") })).toBeUndefined();
});

test("remembers how long stages took, and what a partial run did not touch", () => {
  const project = emptyProject();
  kept(project, fewerEpochs);
  const before = { validate: 0, train: 3240, evaluate: 812, register: 41, deploy: 990 };
  expect(Object.fromEntries(readDurations(project, pipeline))).toEqual({
    train: before.train,
    evaluate: before.evaluate,
    register: 41,
    deploy: 990,
  });
  kept(
    project,
    fewerEpochs.map((event) => (event.type === "stage-finished" && event.stage === "train" ? { ...event, milliseconds: 99.6 } : event)),
  );
  expect(readDurations(project, pipeline).get(train)).toBe(100);
  expect(readDurations(project, asProjectPath("pipeline.yaml")).size).toBe(0);
});

test.each(["", "[1]", '{"pipelines/wine/pipeline.yaml":{"train":"long"}}', "{"])("takes damaged durations (%s) for none", (text) => {
  const project = emptyProject();
  mkdirSync(join(project.projectRoot, ".millrace/state"), { recursive: true });
  writeFileSync(join(project.projectRoot, ".millrace/state/durations.json"), text);
  expect(readDurations(project, pipeline).size).toBe(0);
});

test("a disk that refuses ends the log, tells once, and not the run", () => {
  const project = emptyProject();
  writeFileSync(join(project.projectRoot, ".millrace"), "in the way");
  expect(kept(project, commandFailed)).toHaveLength(1);
});
