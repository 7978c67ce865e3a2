import { expect, test } from "vitest";
import type { Event } from "../../engine/events/event.ts";
import { asStageId } from "../../engine/platform/identity.ts";
import { PlainReporter } from "../../engine/report/plain.ts";
import { fetchProgress } from "../../engine/run/fetch-progress.ts";
import { type TestNarration, testNarration } from "./narration.ts";
import { commandFailed, fewerEpochs, gateFailed, nothingToDo, thousandBlocked, thousandFresh } from "./wine-events.ts";

function told(events: readonly Event[], more: Partial<TestNarration> = {}): string {
  const narration = testNarration(more);
  const reporter = new PlainReporter(narration);
  for (const event of events) reporter.on(event);
  reporter.close();
  return narration.console.stderr;
}

test.each([
  ["fewer-epochs", fewerEpochs],
  ["nothing-to-do", nothingToDo],
  ["gate-failed", gateFailed],
  ["command-failed", commandFailed],
  ["thousand-fresh", thousandFresh],
  ["thousand-blocked", thousandBlocked],
])("tells of %s in whole lines", async (name, events) => {
  await expect(told(events)).toMatchFileSnapshot(`whole/plain-${name}.txt`);
});

test("says only what went wrong when quiet", async () => {
  expect(told(fewerEpochs, { level: "quiet" })).toBe("");
  await expect(told(commandFailed, { level: "quiet" })).toMatchFileSnapshot("whole/plain-quiet-command-failed.txt");
});

test("names what is fresh, and the gates that passed, when verbose", async () => {
  await expect(told(nothingToDo, { level: "verbose" })).toMatchFileSnapshot("whole/plain-verbose-nothing-to-do.txt");
});

test("folds output and annotates failures on GitHub Actions", async () => {
  await expect(told(commandFailed, { annotate: true })).toMatchFileSnapshot("whole/plain-github-command-failed.txt");
});

test("gives a sign of life of a long stage every half minute", async () => {
  const narration = testNarration();
  const reporter = new PlainReporter(narration);
  const [begin, , , start, ...progress] = fewerEpochs;
  for (const event of [begin, start]) if (event !== undefined) reporter.on(event);
  for (const event of progress.filter(({ type }) => type === "stage-progress")) {
    await narration.clock.advance(12_000);
    reporter.on(event);
  }
  expect(narration.console.stderr).toBe(
    ["train     started    param training.epochs 60 -> 5", "train     at work    epoch 3/5  loss 0.303  accuracy 0.75", ""].join("\n"),
  );
});

test("a stage that starts anew is told by its attempt, not by its reasons again", () => {
  const again = fewerEpochs.flatMap((event) => (event.type === "stage-started" ? [{ ...event, attempt: 2 }] : []));
  const [begin] = fewerEpochs;
  expect(told([...(begin === undefined ? [] : [begin]), ...again.slice(0, 1)])).toBe("train     started    attempt 2\n");
});

test("says of a stage that is fetched how much of it has come, once in a while", async () => {
  const narration = testNarration();
  const reporter = new PlainReporter(narration);
  const onTransfer = fetchProgress({ clock: narration.clock, stage: asStageId("train"), emit: (event) => reporter.on(event) });
  for (let second = 1; second <= 40; second++) {
    await narration.clock.advance(1000);
    onTransfer({ doing: "fetch", files: 0, allFiles: 1, bytes: second * 50_000_000, allBytes: 2_000_000_000 });
  }
  expect(narration.console.stderr).toBe(
    ["train  at work    fetching 50 MB of 2.0 GB, 2 %", "train  at work    fetching 1.6 GB of 2.0 GB, 77 %", ""].join("\n"),
  );
});

/** `train` ends well, and its process had something to add. */
const warned = fewerEpochs.map(
  (event): Event =>
    event.type === "stage-finished" && event.outcome === "ran"
      ? { ...event, diagnostics: [{ code: "processes-left", severity: "warning", message: `stage ${event.stage} left processes behind` }] }
      : event,
);

test("shows the warnings of a stage that ended well", () => {
  expect(told(warned)).toMatch(/^train +ran .*\nwarning\[processes-left\]: stage train left processes behind$/m);
  expect(told(warned, { annotate: true })).toContain("::warning title=train::stage train left processes behind");
  expect(told(warned, { level: "quiet" })).toContain("warning[processes-left]: stage train left processes behind");
});

test("passes on nothing that could reset a terminal", () => {
  const line = "\u001bc\u001b[2J\u001b]0;title\u0007\u000e\u0008 50%\r\u001b[31m100%\u001b[0m \u009bdone";
  const spoken = fewerEpochs.flatMap((event): readonly Event[] =>
    event.type === "stage-started" ? [event, { type: "stage-output", stage: event.stage, stream: "stdout", line }] : [event],
  );
  expect(told(spoken).replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  expect(told(spoken)).toContain("  | 100%");
  const failed = commandFailed.map(
    (event): Event =>
      event.type === "stage-finished" && event.outcome === "failed"
        ? { ...event, diagnostics: [{ code: "command-failed", severity: "error", message: "it failed", why: line }] }
        : event,
  );
  expect(told(failed).replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
});

test("shows the start of an endless line", () => {
  const spoken = fewerEpochs.flatMap((event): readonly Event[] =>
    event.type === "stage-started"
      ? [event, { type: "stage-output", stage: event.stage, stream: "stdout", line: "x".repeat(2500) }]
      : [event],
  );
  expect(told(spoken)).toContain(`  | ${"x".repeat(2000)}… and 500 characters more\n`);
});

const name = (index: number) => asStageId(`copy${index}`);

/** Ten thousand stages run; every thousandth says something and fails. */
const tenThousand: readonly Event[] = [
  { ...(fewerEpochs[0] as Event & { readonly type: "run-started" }), stages: Array.from({ length: 10_000 }, (_, index) => name(index)) },
  ...Array.from({ length: 10_000 }, (_, index): readonly Event[] => {
    const stage = name(index);
    const failed = index % 1000 === 999;
    const ended = fewerEpochs.find((event) => event.type === "stage-finished") as Event & { readonly type: "stage-finished" };
    return [
      { type: "stage-started", stage, attempt: 1, reasons: [] } as unknown as Event,
      { type: "stage-output", stage, stream: "stderr", line: `row ${index}` },
      {
        ...ended,
        stage,
        outcome: failed ? "failed" : "ran",
        reasons: [],
        diagnostics: failed ? [{ code: "command-failed", severity: "error", message: `the command of stage ${stage} failed` }] : [],
      },
    ];
  }).flat(),
];

test("tells of two hundred of ten thousand stages, of the others in numbers, and of each failure with its output", async () => {
  const narration = testNarration();
  const reporter = new PlainReporter(narration);
  for (const [index, event] of tenThousand.entries()) {
    if (index % 100 === 0) await narration.clock.advance(1000);
    reporter.on(event);
  }
  const lines = narration.console.stderr.split("\n");
  expect(lines.length).toBeLessThan(700);
  expect(lines.filter((line) => line.includes("ran "))).toHaveLength(200);
  expect(lines.filter((line) => line.startsWith("200 stages told;"))).toHaveLength(1);
  expect(lines.filter((line) => / of 10000 stages done/.test(line)).length).toBeGreaterThan(3);
  expect(lines.filter((line) => line.startsWith("error["))).toHaveLength(10);
  expect(lines).toContain("    | row 9999");
});
