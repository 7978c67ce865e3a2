import { expect, test } from "vitest";
import type { Event } from "../../engine/events/event.ts";
import type { LoggedEvent } from "../../engine/events/run-log.ts";
import { asStageId } from "../../engine/platform/identity.ts";
import { junit } from "../../engine/report/junit.ts";
import { runFacts } from "../../engine/report/page/run-facts.ts";
import { RunPicture } from "../../engine/report/run-picture.ts";
import { stepSummary } from "../../engine/report/step-summary.ts";
import { chromeTrace } from "../../engine/report/trace.ts";
import { fewerEpochs } from "./wine-events.ts";

const train = asStageId("train");

/** `train` waits for a GPU before it begins, and says what it had. */
const events = fewerEpochs.flatMap((event): readonly Event[] => {
  if (event.type === "stage-started" && event.stage === train)
    return [{ type: "stage-waiting", stage: train, attempt: 1, for: ["gpu"] }, event];
  if (event.type !== "stage-finished" || event.stage !== train) return [event];
  return [{ ...event, peak: 1.2e9, waited: 4000, held: { cpu: 4, memory: 8e9, gpu: ["0", "1"], db: 1 } }];
});
const logged = events.map((event, index): LoggedEvent => ({ ...event, at: 1000 * index }) as LoggedEvent);

const picture = new RunPicture();
for (const event of events) picture.on(event);

test("the most memory that a stage had, and its share of the pools, are told in JUnit, in the summary and in the trace", () => {
  expect(junit(picture)).toContain(
    '<properties><property name="peak-memory-bytes" value="1200000000"/><property name="held" value="cpu 4, memory 8.0 GB, gpu 0 and 1, db 1"/><property name="waited-seconds" value="4.000"/></properties>',
  );
  const summary = stepSummary(picture).split("\n");
  expect(summary).toContain("| stage | result | time | used | why | metrics |");
  expect(summary.find((line) => line.startsWith("| train |"))).toContain("| peak 1.2 GB; held cpu 4, memory 8.0 GB, gpu 0 and 1, db 1 |");
  expect(chromeTrace(logged)).toContain('"held":{"cpu":4,"memory":8000000000,"gpu":["0","1"],"db":1}');
});

test("a wait for a pool is a bar from its event to the start of the stage", () => {
  const at = events.findIndex(({ type }) => type === "stage-waiting");
  const wait = { stage: train, start: 1000 * at, end: 1000 * (at + 1), for: ["gpu"] };
  expect(runFacts(logged)?.waits.get(train)).toEqual([wait]);
  const traced: readonly Record<string, unknown>[] = JSON.parse(chromeTrace(logged)).traceEvents;
  const ends = traced.filter(({ cat }) => cat === "waiting");
  expect(ends.map(({ ph, name, id }) => [ph, name, id])).toEqual([
    ["b", "train waits for gpu", "train"],
    ["e", "train waits for gpu", "train"],
  ]);
  expect(Number(ends[1]?.ts) - Number(ends[0]?.ts)).toBe(1_000_000);
});
