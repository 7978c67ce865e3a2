import { type ExitCode, exitCodes } from "../diagnostics/exit-code.ts";
import { wrapped } from "../report/columns.ts";
import { commands } from "./commands.ts";
import { type CommandGroup, type CommandSpec, commandGroups, type FileExample, type OptionTable } from "./option-table.ts";
import { globalOptions } from "./options.ts";
import { usageOf } from "./parse-options.ts";

/** Columns of a help page: it is read in terminals and pasted into issues. */
const width = 80;

/** Also for the reference page. */
export const exitCodeMeanings: Readonly<Record<ExitCode, string>> = {
  [exitCodes.ok]: "all is well",
  [exitCodes.stageFailed]: "a stage failed",
  [exitCodes.usage]: "the command line or the pipeline file is wrong",
  [exitCodes.gateFailed]: "a gate failed",
  [exitCodes.stale]: "something is not up to date: a stage, or pinned data",
  [exitCodes.environment]: "the environment: disk, remote, another run",
  [exitCodes.interrupted]: "interrupted (Ctrl-C)",
  [exitCodes.terminated]: "ended by TERM",
};

const groupTitles: Readonly<Record<CommandGroup, string>> = {
  start: "To begin with",
  run: "To run",
  look: "To see what is and what was",
  compare: "To compare",
  data: "Data beside the code: large files and folders, versioned",
  share: "To share results and data, with a team or CI",
  models: "Models in use",
  housekeeping: "Housekeeping",
};

/** What people come with, and the words that answer it. */
const questions: readonly (readonly [question: string, answer: string])[] = [
  ["why did it run?", "millrace why"],
  ["what fills my disk?", "millrace du, then millrace gc --dry-run"],
  ["how does CI share results?", "millrace push --help, millrace remote --help"],
  ["how do I version 5 GB?", "millrace add --help"],
];

/** All groups stand in one column. */
function groupRows(wanted: CommandGroup): readonly string[] {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const own = commands.filter(({ group }) => group === wanted);
  return own.length === 0 ? [] : rows(own.map(({ name, summary }) => [name.padEnd(width), summary]));
}

export function generalHelp(): string {
  return page([
    ["Millrace runs machine-learning pipelines: only what changed, and never stale.", "", "millrace COMMAND [OPTION…] [ARGUMENT…]"],
    ...commandGroups.map((group) => section(groupTitles[group], groupRows(group))),
    section("Questions", rows(questions)),
    section("Options, before or after any command", optionRows(globalOptions)),
    section("Exit codes", exitRows(Object.values(exitCodes))),
    [
      "PIPELINE is a folder or a .yaml file; without one, this folder is meant.",
      "millrace COMMAND --help shows a command's options and examples.",
    ],
  ]);
}

/** Of a first word that is no command by itself, as `exp`: what can follow it. `undefined` where nothing can. */
export function wordHelp(word: string): string | undefined {
  const below = commands.filter(({ name }) => name.startsWith(`${word} `));
  if (below.length === 0) return undefined;
  const width = Math.max(...below.map(({ name }) => name.length));
  return page([
    [`millrace ${word} COMMAND [OPTION…] [ARGUMENT…]`],
    section("Commands", rows(below.map(({ name, summary }) => [name.padEnd(width), summary]))),
    section("Files", fileRows([...new Set(below.flatMap(({ files = [] }) => files))])),
    section("Options, before or after any command", optionRows(globalOptions)),
    section("Exit codes", exitRows(Object.values(exitCodes).filter((code) => below.some(({ exitCodes: own }) => own.includes(code))))),
    [`millrace ${word} COMMAND --help shows a command's options and examples.`],
  ]);
}

export function commandHelp(command: CommandSpec): string {
  return page([
    [command.summary, "", `millrace ${command.name} ${command.arguments}`.trimEnd()],
    ...command.description.map((paragraph) => wrapped(paragraph, width)),
    section("Files", fileRows(command.files ?? [])),
    section("Options", optionRows({ ...command.options, ...globalOptions })),
    section("Examples", rows(command.examples.map((example) => [example.line, example.shows]))),
    section("Exit codes", exitRows(command.exitCodes, command.exitWords)),
  ]);
}

const page = (blocks: readonly (readonly string[])[]): string =>
  `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n")}\n`;

const section = (title: string, lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : [`${title}:`, ...lines]);

const exitRows = (codes: readonly ExitCode[], own: CommandSpec["exitWords"] = {}): readonly string[] =>
  rows(codes.map((code) => [String(code), own[code] ?? exitCodeMeanings[code]]));

const fileRows = (files: readonly FileExample[]): readonly string[] =>
  files.flatMap(({ name, lines, shows }) => [
    `  ${name}`,
    ...lines.map((line) => `      ${line}`),
    ...wrapped(shows, width - 4).map((line) => `    ${line}`),
  ]);

function optionRows(table: OptionTable): readonly string[] {
  return rows(
    Object.entries(table).map(([name, spec]) => {
      const short = spec.short === undefined ? "    " : `-${spec.short}, `;
      const long = spec.kind === "flag" && spec.negatable === true ? `--[no-]${name}` : usageOf(name, spec);
      const choices = spec.kind === "choice" ? `: ${spec.choices.join(", ")}` : "";
      return [`${short}${long}`, `${spec.description}${choices}`];
    }),
  );
}

/** Two columns; the second is wrapped, and stands below where the first is too wide. */
function rows(pairs: readonly (readonly [left: string, right: string])[]): readonly string[] {
  const column = Math.min(30, Math.max(...pairs.map(([left]) => left.length)) + 2);
  return pairs.flatMap(([left, right]) => {
    const [first = "", ...rest] = wrapped(right, width - column - 2);
    const hanging = rest.map((line) => `${" ".repeat(column + 2)}${line}`);
    if (left.length + 2 > column) return [`  ${left}`, `${" ".repeat(column + 2)}${first}`, ...hanging];
    return [`  ${left.padEnd(column)}${first}`, ...hanging];
  });
}
