import { expect, test } from "vitest";
import { TerminalReporter } from "../../engine/report/terminal.ts";
import { testNarration } from "./narration.ts";
import { Screen } from "./screen.ts";
import { commandFailed, fewerEpochs, nothingToDo } from "./wine-events.ts";

function terminal(columns: number) {
  const narration = testNarration({ console: new Screen({ interactive: true, columns }) });
  return { narration, reporter: new TerminalReporter(narration) };
}

test("shows a row for the running stage with its own progress, and prints what is over above it", async () => {
  const { narration, reporter } = terminal(80);
  for (const event of fewerEpochs) {
    reporter.on(event);
    if (event.type === "stage-progress" && event.step === 3) {
      await narration.clock.advance(1300);
      expect(narration.console.shown()).toBe(
        ["train       1.3 s  epoch 3/5  loss 0.303  accuracy 0.75", "2 of 6 stages done", ""].join("\n"),
      );
    }
  }
  await expect(narration.console.shown()).toMatchFileSnapshot("whole/terminal-fewer-epochs.txt");
});

test("shows the reason until there is progress, and cuts rows to the window", async () => {
  const { narration, reporter } = terminal(40);
  for (const event of fewerEpochs.slice(0, 4)) reporter.on(event);
  await narration.clock.advance(100);
  expect(narration.console.shown()).toBe(["train      100 ms  param training.epoc…", "2 of 6 stages done", ""].join("\n"));
});

test("draws at most ten times a second, however much happens", async () => {
  const { narration, reporter } = terminal(80);
  for (const event of fewerEpochs.slice(0, 4)) reporter.on(event);
  const before = narration.console.writes;
  for (let tick = 0; tick < 10; tick += 1) {
    for (const event of fewerEpochs.filter(({ type }) => type === "stage-progress")) reporter.on(event);
    await narration.clock.advance(100);
  }
  expect(narration.console.writes - before).toBe(10);
});

test("leaves a failure with its last lines on the screen", async () => {
  const { narration, reporter } = terminal(80);
  for (const event of commandFailed) {
    reporter.on(event);
    await narration.clock.advance(100);
  }
  await expect(narration.console.shown()).toMatchFileSnapshot("whole/terminal-command-failed.txt");
});

test("says in one line that there was nothing to do", () => {
  const { narration, reporter } = terminal(80);
  for (const event of nothingToDo) reporter.on(event);
  expect(narration.console.stderr).toBe("wine: nothing to do, 6 stages fresh, in 41 ms\n");
});

test("leaves no row behind when the run ends by an exception", async () => {
  const { narration, reporter } = terminal(80);
  for (const event of fewerEpochs.slice(0, 6)) reporter.on(event);
  await narration.clock.advance(100);
  reporter.close();
  expect(narration.console.shown()).toBe("");
});

test("shows the warnings of a stage that ended well, above the rows", async () => {
  const { narration, reporter } = terminal(80);
  for (const event of fewerEpochs) {
    const warning = { code: "processes-left", severity: "warning", message: "stage left processes behind" } as const;
    reporter.on(event.type === "stage-finished" && event.stage === "train" ? { ...event, diagnostics: [warning] } : event);
  }
  expect(narration.console.shown()).toMatch(/^train +ran .*\nwarning\[processes-left\]: stage left processes behind$/m);
});

test("is not put out by the `^C` that a terminal writes where the cursor is", async () => {
  const { narration, reporter } = terminal(80);
  for (const event of fewerEpochs.slice(0, 4)) reporter.on(event);
  await narration.clock.advance(100);
  narration.console.error("^C");
  reporter.on({ type: "notice", diagnostic: { code: "interrupted", severity: "warning", message: "the stages at work are being ended" } });
  await narration.clock.advance(100);
  expect(narration.console.shown()).toBe(
    [
      "warning[interrupted]: the stages at work are being ended",
      "train      200 ms  param training.epochs 60 -> 5",
      "2 of 6 stages done",
      "",
    ].join("\n"),
  );
});

test("cuts the line of a finished stage to the window", () => {
  const { narration, reporter } = terminal(40);
  for (const event of fewerEpochs) reporter.on(event);
  expect(narration.console.shown()).toMatch(/^train +ran .*…$/m);
  const [line = ""] = narration.console.shown().match(/^train +ran .*$/m) ?? [];
  expect(line.length).toBeLessThanOrEqual(40);
});
