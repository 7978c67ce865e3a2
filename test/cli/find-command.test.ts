import { expect, test } from "vitest";
import { findCommand } from "../../engine/cli/find-command.ts";

const found = (line: string) => {
  const result = findCommand(line.split(" "));
  return result.ok ? `${result.value.command.name} (${result.value.words})` : `${result.failure.message}; ${result.failure.hint}`;
};

test.each([
  ["run pipelines/wine", "run (1)"],
  ["schema infer data.csv", "schema infer (2)"],
  ["stauts", "there is no command stauts; did you mean millrace status?"],
  ["rnu", "there is no command rnu; did you mean millrace run?"],
  ["schema", "schema needs a second word; did you mean millrace schema infer?"],
  ["schema infre data.csv", "there is no command schema infre; did you mean millrace schema infer?"],
  ["teleport", "there is no command teleport; millrace --help lists the commands"],
])("%s", (line, text) => {
  expect(found(line)).toBe(text);
});
