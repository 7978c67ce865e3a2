import fc from "fast-check";
import { expect, test } from "vitest";
import type { Event } from "../../engine/events/event.ts";
import { asStageId } from "../../engine/platform/identity.ts";
import { chromeTrace, TraceReporter } from "../../engine/report/trace.ts";
import { TestClock } from "./screen.ts";
import { timed } from "./timed.ts";
import { commandFailed, fewerEpochs, finishedStage, gateFailed } from "./wine-events.ts";

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid?: number;
  readonly ts?: number;
  readonly dur?: number;
  readonly cat?: string;
}

const eventsOf = (text: string): readonly TraceEvent[] => JSON.parse(text).traceEvents;

test.each([
  ["fewer-epochs", fewerEpochs],
  ["gate-failed", gateFailed],
  ["command-failed", commandFailed],
])("writes %s as a Chrome trace", async (name, events) => {
  await expect(chromeTrace(timed(events))).toMatchFileSnapshot(`whole/trace-${name}.json.txt`);
});

test("shows each attempt of a stage that was tried again", async () => {
  const stage = asStageId("train");
  const diagnostic = { code: "command-failed", severity: "error", message: "ended with exit code 1" } as const;
  const began = (attempt: number): Event => ({ type: "stage-started", stage, attempt, reasons: [] });
  const trace = chromeTrace([
    { ...began(1), at: 1000 },
    { type: "stage-retrying", stage, attempt: 1, delay: 1500, diagnostic, at: 1250 },
    { ...began(2), at: 2750 },
    { ...finishedStage(stage, "ran", { milliseconds: 2010.5 }), at: 3000 },
  ]);
  await expect(trace).toMatchFileSnapshot("whole/trace-two-attempts.json.txt");
});

test("writes once, at the end, also what was still at work when a run was interrupted", async () => {
  const files: string[] = [];
  const clock = new TestClock();
  const reporter = new TraceReporter({ clock, write: (text) => files.push(text) });
  const cut = fewerEpochs.findIndex((event) => event.type === "stage-finished" && event.outcome === "ran");
  for (const event of fewerEpochs.slice(0, cut)) {
    reporter.on(event);
    await clock.advance(40);
  }
  expect(files).toEqual([]);
  reporter.close();
  expect(files).toHaveLength(1);
  const stages = eventsOf(files[0] ?? "").filter(({ cat }) => cat === "stage");
  expect(stages).toMatchObject([
    { name: "train", ph: "X", dur: 280_000, args: { outcome: "unfinished" } },
    { name: "validate: fresh", ph: "i" },
    { name: "split: fresh", ph: "i" },
  ]);
});

test("is a trace also where nothing was told", () => {
  const reporter = new TraceReporter({ clock: new TestClock(), write: (text) => expect(eventsOf(text)).toHaveLength(3) });
  reporter.close();
  expect.assertions(1);
});

test("stages of one lane never overlap, no stage is lost, and lanes are as many as were at work together", () => {
  const stages = fc.array(
    fc.record({ start: fc.integer({ min: 0, max: 400 }), length: fc.integer({ min: 0, max: 90 }), told: fc.boolean() }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(stages, (given) => {
      const events = given
        .flatMap(({ start, length, told }, index) => {
          const stage = asStageId(`stage${index}`);
          const began: Event = { type: "stage-started", stage, attempt: 1, reasons: [] };
          const ended = { ...finishedStage(stage, told ? "ran" : "restored", { milliseconds: length * 10 }), at: (start + length) * 10 };
          return told ? [{ ...began, at: start * 10 }, ended] : [ended];
        })
        .toSorted((left, right) => left.at - right.at);
      const drawn = eventsOf(chromeTrace(events)).filter(({ ph }) => ph === "X");
      expect(drawn).toHaveLength(given.length);
      const total = given.reduce((sum, { length }) => sum + length * 10_000, 0);
      expect(drawn.reduce((sum, { dur = 0 }) => sum + dur, 0)).toBe(total);
      for (const one of drawn) {
        for (const other of drawn) {
          if (one === other || one.tid !== other.tid) continue;
          const [first, second] = [one, other].toSorted(
            (left, right) => (left.ts ?? 0) - (right.ts ?? 0) || (left.dur ?? 0) - (right.dur ?? 0),
          );
          expect((first?.ts ?? 0) + (first?.dur ?? 0)).toBeLessThanOrEqual(second?.ts ?? 0);
        }
      }
      const together = given.map(
        ({ start }) => given.filter((other) => other.start <= start && start < other.start + Math.max(other.length, 1)).length,
      );
      expect(new Set(drawn.map(({ tid }) => tid)).size).toBeLessThanOrEqual(Math.max(0, ...together));
    }),
  );
});

test("a log's whole milliseconds do not make a lane that no stage had", () => {
  const [split, train] = [asStageId("split"), asStageId("train")];
  const drawn = eventsOf(
    chromeTrace([
      { ...finishedStage(split, "ran", { milliseconds: 106.3 }), at: 603 },
      { ...finishedStage(train, "ran", { milliseconds: 703.7 }), at: 1306 },
    ]),
  ).filter(({ ph }) => ph === "X");
  expect(drawn.map(({ tid }) => tid)).toEqual([1, 1]);
});
