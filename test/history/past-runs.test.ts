import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { RunHistory } from "../../engine/events/durations.ts";
import type { Event } from "../../engine/events/event.ts";
import { runLog } from "../../engine/events/run-log.ts";
import { pastRuns } from "../../engine/history/past-runs.ts";
import { prunableRuns, removeRuns } from "../../engine/history/prune-runs.ts";
import { indexRun, readOverviews } from "../../engine/history/run-index.ts";
import type { Disk } from "../../engine/platform/disk.ts";
import { nodeDisk } from "../../engine/platform/node-disk.ts";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import { acquireProjectLock } from "../../engine/run/project-lock.ts";
import { TestClock } from "../report/screen.ts";
import { commandFailed, fewerEpochs, gateFailed } from "../report/wine-events.ts";
import { emptyProject } from "./project.ts";

const index = (project: RunHistory): string => join(project.projectRoot, ".millrace/state/runs.jsonl");
const log = (project: RunHistory, run: string): string => join(project.projectRoot, `.millrace/runs/${run}.jsonl`);

/** What an engine that told these events would leave; it may have been killed before it wrote into the index. */
function keep(project: RunHistory, run: string, { events = fewerEpochs, indexed = true } = {}): void {
  const listener = runLog({ ...project, clock: new TestClock(), onProblem: (message) => expect.fail(message) });
  for (const event of events) listener(event.type === "run-started" || event.type === "run-finished" ? { ...event, run } : event);
  if (indexed) indexRun(project, run);
}

/** A disk that counts the logs that are read. */
function counting(project: RunHistory): { readonly history: RunHistory; readonly logs: () => number } {
  let logs = 0;
  const disk: Disk = {
    ...nodeDisk,
    read: (path) => {
      if (path.includes("/.millrace/runs/")) logs += 1;
      return nodeDisk.read(path);
    },
  };
  return { history: { ...project, disk }, logs: () => logs };
}

function listed(project: RunHistory): { readonly outcomes: readonly (readonly [string, number | undefined])[]; readonly logsRead: number } {
  const { history, logs } = counting(project);
  const outcomes = readOverviews(history).map(({ run, exitCode }) => [run, exitCode] as const);
  return { outcomes, logsRead: logs() };
}

function threeRuns(): RunHistory {
  const project = emptyProject();
  keep(project, "20260101T000000000Z-1");
  keep(project, "20260102T000000000Z-2", { events: commandFailed });
  keep(project, "20260103T000000000Z-3", { events: gateFailed });
  return project;
}

const three = [
  ["20260103T000000000Z-3", 3],
  ["20260102T000000000Z-2", 1],
  ["20260101T000000000Z-1", 0],
];

test("the newest first, from the index alone", () => {
  expect(listed(threeRuns())).toEqual({ outcomes: three, logsRead: 0 });
});

test.each([
  ["is lost", (project: RunHistory) => rmSync(index(project))],
  [
    "is of another format",
    (project: RunHistory) => writeFileSync(index(project), readFileSync(index(project), "utf8").replaceAll('"format":1', '"format":0')),
  ],
  ["is no text at all", (project: RunHistory) => writeFileSync(index(project), Buffer.alloc(1000, 255))],
])("what it %s is read from the logs, once", (_what, damage) => {
  const project = threeRuns();
  damage(project);
  expect(listed(project)).toEqual({ outcomes: three, logsRead: 3 });
  expect(listed(project)).toEqual({ outcomes: three, logsRead: 0 });
});

test("a line that a kill has torn costs that run's log, and spoils none that follows", () => {
  const project = threeRuns();
  writeFileSync(index(project), readFileSync(index(project), "utf8").slice(0, -20));
  keep(project, "20260104T000000000Z-4");
  expect(listed(project)).toEqual({ outcomes: [["20260104T000000000Z-4", 0], ...three], logsRead: 1 });
});

test("a log that was removed is no run, and one that has grown is read again", () => {
  const project = emptyProject();
  keep(project, "20260101T000000000Z-1");
  keep(project, "20260102T000000000Z-2", { events: commandFailed.slice(0, -1) });
  expect(listed(project).outcomes[0]).toEqual(["20260102T000000000Z-2", undefined]);
  const finished = commandFailed.at(-1);
  nodeDisk.append("run-log", log(project, "20260102T000000000Z-2"), `${JSON.stringify({ at: 5, ...finished })}\n`);
  rmSync(log(project, "20260101T000000000Z-1"));
  expect(listed(project)).toEqual({ outcomes: [["20260102T000000000Z-2", 1]], logsRead: 1 });
});

test("does not grow for ever while runs come and go", () => {
  const project = emptyProject();
  for (let day = 0; day < 200; day += 1) {
    const run = `${new Date(Date.UTC(2026, 0, 1) + day * 86_400_000).toISOString().replace(/[-:.]/g, "")}-7`;
    keep(project, run);
    removeRuns(project, prunableRuns(project, { keep: 5 }));
    readOverviews(project);
  }
  expect(listed(project).outcomes).toHaveLength(5);
  expect(readFileSync(index(project), "utf8").split("\n").filter(Boolean).length).toBeLessThan(70);
});

test("a disk that refuses the index costs no answer", () => {
  const project = threeRuns();
  rmSync(index(project));
  const refusing: Disk = {
    ...nodeDisk,
    append: () => {
      throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC", syscall: "write" });
    },
  };
  expect(readOverviews({ ...project, disk: refusing }).map(({ run, exitCode }) => [run, exitCode])).toEqual(three);
});

test("two engines that end at once leave a line each", () => {
  const project = emptyProject();
  for (const run of ["20260101T000000000Z-1", "20260101T000000000Z-2"]) keep(project, run, { indexed: false });
  for (const run of ["20260101T000000000Z-2", "20260101T000000000Z-1", "20260101T000000000Z-2"]) indexRun(project, run);
  expect(listed(project)).toEqual({
    outcomes: [
      ["20260101T000000000Z-2", 0],
      ["20260101T000000000Z-1", 0],
    ],
    logsRead: 0,
  });
});

test("without a last word, a run is at work as long as its process holds the lock, and was killed after", async () => {
  const project = emptyProject();
  const platform = nodePlatform();
  const unfinished: readonly Event[] = commandFailed.slice(0, 5);
  keep(project, `20260101T000000000Z-${platform.environment.processId}`, { events: unfinished });
  keep(project, "20260102T000000000Z-1", { events: unfinished });
  const outcomes = (): readonly string[] => pastRuns(platform, project.projectRoot).map(({ outcome }) => outcome);
  const lock = await acquireProjectLock({
    platform,
    projectRoot: project.projectRoot,
    wait: true,
    signal: new AbortController().signal,
    onWaiting: () => undefined,
  });
  expect(outcomes()).toEqual(["killed", "running"]);
  if (lock.ok) lock.value.release();
  expect(outcomes()).toEqual(["killed", "killed"]);
});

test("reads logs of older versions, which tell neither of edges nor of the environment", () => {
  const project = emptyProject();
  const older = fewerEpochs.map((event) => {
    if (event.type === "run-started") return { ...event, edges: undefined, environment: undefined };
    return event.type === "stage-finished" ? { ...event, inputs: undefined } : event;
  });
  keep(project, "20260101T000000000Z-1", { events: older as unknown as readonly Event[] });
  expect(listed(project).outcomes).toEqual([["20260101T000000000Z-1", 0]]);
});
