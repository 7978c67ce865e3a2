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
  ["schema", "schema needs a second word; millrace schema infer"],
  ["exp", "exp needs a second word; millrace exp run, millrace exp show, millrace exp apply, millrace exp remove"],
  ["exp aply best", "there is no command exp aply; did you mean millrace exp apply?"],
  ["schema infre data.csv", "there is no command schema infre; did you mean millrace schema infer?"],
  ["teleport", "there is no command teleport; millrace --help lists the commands"],
])("%s", (line, text) => {
  expect(found(line)).toBe(text);
});
