import type { Platform } from "../../platform/platform.ts";
import { commands } from "../commands.ts";
import type { CommandSpec, OptionSpec, OptionTable } from "../option-table.ts";
import { globalOptions } from "../options.ts";
import { parseOptions } from "../parse-options.ts";
import type { Candidate, Completion } from "./candidate.ts";
import { type Asked, candidatesFor, optionName } from "./value-candidates.ts";

/** What may follow: `words` stand after `millrace`, the last one is being typed and may be empty. */
export async function complete(platform: Platform, words: readonly string[]): Promise<Completion> {
  const before = words.slice(0, -1);
  const current = words.at(-1) ?? "";
  const { positionals } = parseOptions(before, globalOptions);
  const command = commandOf(positionals);
  const table: OptionTable = { ...(command?.options ?? {}), ...globalOptions };
  const valued = optionBefore(words, table) ?? inlineOption(current, table);
  if (valued !== undefined) {
    const completion = await candidatesFor({ platform, command, given: [], wanted: valued.spec, typed: valued.typed });
    return prefixed(completion, valued);
  }
  if (current.startsWith("-")) return matching(optionCandidates(table, before), current);
  const given = command === undefined ? [] : parseOptions(before, table).positionals.slice(command.name.split(" ").length);
  const nextWords = given.length === 0 ? commandWords(positionals) : [];
  if (command === undefined) return matching(nextWords, current);
  const asked: Asked = { platform, command, given, wanted: "argument", typed: current };
  const completion = await candidatesFor(asked);
  return { ...completion, candidates: [...matching(nextWords, current).candidates, ...completion.candidates] };
}

function commandOf([first = "", second = ""]: readonly string[]): CommandSpec | undefined {
  return commands.find(({ name }) => name === `${first} ${second}`) ?? commands.find(({ name }) => name === first);
}

/** The next word of the commands that begin as typed. */
function commandWords(positionals: readonly string[]): readonly Candidate[] {
  if (positionals.length > 1) return [];
  const [first] = positionals;
  if (first === undefined) {
    const names = new Map(commands.map((command) => [command.name.split(" ")[0] ?? "", command.summary]));
    for (const { name, summary } of commands) if (!name.includes(" ")) names.set(name, summary);
    return [...names].map(([value, description]) => ({ value, description }));
  }
  const below = commands.filter(({ name }) => name.startsWith(`${first} `));
  return below.map(({ name, summary }) => ({ value: name.slice(first.length + 1), description: summary }));
}

function optionCandidates(table: OptionTable, before: readonly string[]): readonly Candidate[] {
  return Object.entries(table).flatMap(([name, spec]) => {
    const isGiven = before.some((word) => word === `--${name}` || word.startsWith(`--${name}=`));
    if (isGiven && spec.kind !== "texts") return [];
    const negated = spec.kind === "flag" && spec.negatable === true ? [{ value: `--no-${name}`, description: spec.description }] : [];
    return [{ value: optionName(name), description: spec.description }, ...negated];
  });
}

interface Valued {
  readonly spec: Exclude<OptionSpec, { readonly kind: "flag" }>;
  /** Of the value. */
  readonly typed: string;
  /** What stands before the value in the word. */
  readonly before: string;
}

/** The word before the last is an option that waits for its value. */
function optionBefore(words: readonly string[], table: OptionTable): Valued | undefined {
  const [last = "", typed = ""] = words.slice(-2);
  const entry = Object.entries(table).find(([name, { short }]) => last === `--${name}` || (short !== undefined && last === `-${short}`));
  return words.length < 2 || entry === undefined || entry[1].kind === "flag" || entry[1].kind === "mode"
    ? undefined
    : { spec: entry[1], typed, before: "" };
}

/** `--params=` with the beginning of its value. */
function inlineOption(current: string, table: OptionTable): Valued | undefined {
  const [, name = "", typed = ""] = /^--([^=]+)=(.*)$/s.exec(current) ?? [];
  const spec = table[name];
  return spec === undefined || spec.kind === "flag" ? undefined : { spec, typed, before: `--${name}=` };
}

const matching = (candidates: readonly Candidate[], typed: string): Completion => ({
  candidates: candidates.filter(({ value }) => value.startsWith(typed)),
  paths: "none",
});

const prefixed = (completion: Completion, { before }: Valued): Completion => ({
  ...completion,
  candidates: completion.candidates.map((candidate) => ({ ...candidate, value: `${before}${candidate.value}` })),
});
