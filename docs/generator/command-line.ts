import { commands } from "../../engine/cli/commands.ts";
import { exitCodeMeanings } from "../../engine/cli/help.ts";
import { type CommandSpec, commandGroups, type OptionSpec, type OptionTable } from "../../engine/cli/option-table.ts";
import { globalOptions, pipelineOptions } from "../../engine/cli/options.ts";
import { usageOf } from "../../engine/cli/parse-options.ts";
import { type ExitCode, exitCodes } from "../../engine/diagnostics/exit-code.ts";
import { anchorOf, block, code, table } from "./markdown.ts";
import type { Regions } from "./regions.ts";

/** What the option table says, for docs/reference/cli.md. */
export const commandLineRegions = (): Regions => ({
  "the commands": commandList(),
  "options of every command": optionTable(globalOptions),
  parameters: optionTable(pipelineOptions),
  "each command": commands.map(commandSection).join("\n\n"),
  "exit codes": table(
    ["code", "meaning"],
    Object.values(exitCodes).map((exitCode) => [String(exitCode), exitCodeMeanings[exitCode]]),
  ),
});

const headingOf = ({ name }: CommandSpec): string => `millrace ${name}`;

function commandList(): string {
  const rows = commandGroups.flatMap((group) =>
    commands
      .filter((command) => command.group === group)
      .map((command) => [group, `[${code(headingOf(command))}](#${anchorOf(headingOf(command))})`, command.summary]),
  );
  return table(["to", "command", "what it does"], rows);
}

function commandSection(command: CommandSpec): string {
  const own = Object.entries(command.options).filter(([name, spec]) => pipelineOptions[name as keyof typeof pipelineOptions] !== spec);
  const takesParameters = own.length < Object.keys(command.options).length;
  return [
    `## ${headingOf(command)}`,
    block("text", `${headingOf(command)} ${command.arguments}`),
    `${command.summary}.`,
    ...command.description,
    ...(takesParameters ? ["It takes [parameters](#parameters)."] : []),
    ...(command.files ?? []).flatMap(({ name, lines, shows }) => [
      `${code(name)}: ${shows}.`,
      block(name.startsWith(".millrace/") ? "yaml checkout config" : "yaml config", lines.join("\n")),
    ]),
    ...(own.length === 0 ? [] : [optionTable(Object.fromEntries(own))]),
    table(
      ["example", "what it does"],
      command.examples.map(({ line, shows }) => [code(line), shows]),
    ),
    `Exit codes: ${command.exitCodes.map((exitCode) => exitText(command, exitCode)).join(", ")}.`,
  ].join("\n\n");
}

/** What every command means by it is in a table of its own. */
const exitText = ({ exitWords = {} }: CommandSpec, exitCode: ExitCode): string =>
  exitWords[exitCode] === undefined ? String(exitCode) : `${exitCode} (${exitWords[exitCode]})`;

const optionTable = (options: OptionTable): string =>
  table(
    ["option", "what it does"],
    Object.entries(options).map(([name, spec]) => [code(written(name, spec)), spec.description]),
  );

function written(name: string, spec: OptionSpec): string {
  const short = spec.short === undefined ? "" : `-${spec.short}, `;
  const long = spec.kind === "flag" && spec.negatable === true ? `--[no-]${name}` : usageOf(name, spec);
  return `${short}${long}`;
}
