import { expect, test } from "vitest";
import { StepSummaryReporter } from "../../engine/report/step-summary.ts";
import { commandFailed, fewerEpochs, gateFailed, thousandFresh } from "./wine-events.ts";

test.each([
  ["fewer-epochs", fewerEpochs],
  ["gate-failed", gateFailed],
  ["command-failed", commandFailed],
  ["thousand-fresh", thousandFresh],
])("writes %s as a Markdown page", async (name, events) => {
  let page = "";
  const reporter = new StepSummaryReporter((text) => {
    page += text;
  });
  for (const event of events) reporter.on(event);
  await expect(page).toMatchFileSnapshot(`whole/step-summary-${name}.txt`);
});
