import { expect, test } from "vitest";
import { globalOptions } from "../../engine/cli/options.ts";
import { parseOptions } from "../../engine/cli/parse-options.ts";
import { runOptions } from "../../engine/cli/table/run.ts";

const parse = (line: string) => parseOptions(line.split(" "), { ...runOptions, ...globalOptions });
const problems = (line: string) =>
  parse(line).diagnostics.map(({ code, message, hint }) => ({ code, message, ...(hint === undefined ? {} : { hint }) }));

test("takes options before, between and after arguments, long and short", () => {
  const { options, positionals, diagnostics } = parse("-j4 pipelines/wine --set a.b=1 train --set=c=-2 -kf --no-color --no-wait");
  expect(diagnostics).toEqual([]);
  expect(positionals).toEqual(["pipelines/wine", "train"]);
  expect(options).toEqual({ jobs: 4, set: ["a.b=1", "c=-2"], params: [], "keep-going": true, force: true, color: false, "no-wait": true });
});

test("the last of --color and --no-color wins", () => {
  expect(parse("--color --no-color").options.color).toBe(false);
  expect(parse("--no-color --color").options.color).toBe(true);
});

test("takes what follows -- for arguments", () => {
  expect(parse("-- --force").positionals).toEqual(["--force"]);
});

test("reports all that is wrong in one go, with the likely option", () => {
  expect(problems("--forse --jobs 0 -j --junit --set --quiet=yes --no-force -x --jobs 2.5")).toEqual([
    { code: "unknown-option", message: "there is no option --forse", hint: "did you mean --force?" },
    { code: "option-value", message: '--jobs takes a whole number from 1 up, not "0"' },
    { code: "option-value", message: "-j needs a value", hint: "--jobs N" },
    { code: "option-value", message: "--set needs a value", hint: "--set NAME=VALUE" },
    { code: "unknown-option", message: "there is no option --no-force" },
    { code: "unknown-option", message: "there is no option -x" },
    { code: "option-value", message: '--jobs takes a whole number from 1 up, not "2.5"' },
  ]);
});

test("takes -1 for an argument or a value, and for no option", () => {
  const table = { limit: { kind: "count", value: "N", least: 1, description: "at most" } } as const;
  expect(parseOptions(["compare", "-1", "-12", "--limit", "3"], table)).toEqual({
    options: { limit: 3 },
    positionals: ["compare", "-1", "-12"],
    diagnostics: [],
  });
  expect(parseOptions(["--limit", "-3"], table).diagnostics.map(({ message }) => message)).toEqual([
    '--limit takes a whole number from 1 up, not "-3"',
  ]);
});
