import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean } from "../diagnostics/did-you-mean.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { commands } from "./commands.ts";
import type { CommandSpec } from "./option-table.ts";
import { usageError } from "./usage-error.ts";

/** The command that the first words name, and how many words that took. */
export interface FoundCommand {
  readonly command: CommandSpec;
  readonly words: number;
}

export function findCommand(positionals: readonly string[]): Result<FoundCommand, Diagnostic> {
  const [first = "", second = ""] = positionals;
  const two = commands.find((command) => command.name === `${first} ${second}`);
  if (two !== undefined) return success({ command: two, words: 2 });
  const one = commands.find((command) => command.name === first);
  if (one !== undefined) return success({ command: one, words: 1 });
  return failure(unknownCommand(first, second));
}

const oneOf = (names: readonly string[]): string => names.map((name) => `millrace ${name}`).join(", ");

function unknownCommand(first: string, second: string): Diagnostic {
  const below = commands.filter((command) => command.name.startsWith(`${first} `)).map((command) => command.name);
  if (below.length > 0) {
    if (second === "") return usageError("unknown-command", { message: `${first} needs a second word`, hint: oneOf(below) });
    const near = didYouMean(`${first} ${second}`, below);
    const hint = near === undefined ? oneOf(below) : `did you mean millrace ${near}?`;
    return usageError("unknown-command", { message: `there is no command ${first} ${second}`, hint });
  }
  const near = didYouMean(
    first,
    commands.map((command) => command.name),
  );
  return usageError("unknown-command", {
    message: `there is no command ${first}`,
    hint: near === undefined ? "millrace --help lists the commands" : `did you mean millrace ${near}?`,
  });
}
