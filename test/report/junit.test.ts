import { expect, test } from "vitest";
import { JunitReporter } from "../../engine/report/junit.ts";
import { commandFailed, fewerEpochs, gateFailed } from "./wine-events.ts";

test.each([
  ["fewer-epochs", fewerEpochs],
  ["gate-failed", gateFailed],
  ["command-failed", commandFailed],
])("writes %s as a JUnit file, once", async (name, events) => {
  const files: string[] = [];
  const reporter = new JunitReporter((text) => files.push(text));
  for (const event of events) reporter.on(event);
  reporter.close();
  expect(files).toHaveLength(1);
  await expect(files[0]).toMatchFileSnapshot(`whole/junit-${name}.xml`);
});
