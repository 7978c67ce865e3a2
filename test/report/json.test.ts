import { expect, test } from "vitest";
import { JsonReporter } from "../../engine/report/json.ts";
import { Screen } from "./screen.ts";
import { commandFailed } from "./wine-events.ts";

test("writes each event as a line of stdout, and nothing else anywhere", () => {
  const screen = new Screen();
  const reporter = new JsonReporter(screen);
  for (const event of commandFailed) reporter.on(event);
  const lines = screen.stdout.trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toEqual(commandFailed);
  expect(screen.stderr).toBe("");
});
