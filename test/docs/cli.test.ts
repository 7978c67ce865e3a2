import { describe, expect, test } from "vitest";
import { commands } from "../../engine/cli/commands.ts";
import type { OptionTable } from "../../engine/cli/option-table.ts";
import { globalOptions, pipelineOptions } from "../../engine/cli/options.ts";
import { exitCodes } from "../../engine/diagnostics/exit-code.ts";
import { sectionOf, tableRows, textOf } from "./documents.ts";

/** The rows that a table of options must have. */
const rowsFor = (table: OptionTable): readonly (readonly string[])[] =>
  Object.entries(table).map(([name, spec]) => {
    const short = spec.short === undefined ? "" : `-${spec.short}, `;
    const long = spec.kind === "flag" && spec.negatable === true ? `--[no-]${name}` : `--${name}`;
    return [`\`${short}${long}${spec.kind === "flag" ? "" : ` ${spec.value}`}\``, spec.description];
  });

test("docs/reference/cli.md has a section for every command, and for no other", () => {
  const told = [...textOf("docs/reference/cli.md").matchAll(/^## millrace (.+)$/gm)].map(([, name]) => name);
  expect(told).toEqual(commands.map(({ name }) => name));
});

describe.each(commands)("millrace $name", (command) => {
  const section = sectionOf("docs/reference/cli.md", `## millrace ${command.name}`);

  test("shows how it is called", () => {
    expect(section).toContain(`millrace ${command.name} ${command.arguments}`);
  });

  test("lists its options as the option table has them", () => {
    const own = Object.fromEntries(Object.entries(command.options).filter(([name]) => !(name in pipelineOptions)));
    expect(tableRows(section).filter(([cell = ""]) => cell.startsWith("`-"))).toEqual(rowsFor(own));
    expect(section.includes("[parameters](#parameters)")).toBe(Object.keys(pipelineOptions).some((name) => name in command.options));
  });

  test("lists its exit codes", () => {
    expect(/^Exit codes: (.+)\.$/m.exec(section)?.[1]?.split(", ").map(Number)).toEqual([...command.exitCodes]);
  });
});

test("the options of all commands, and those of parameters, are as the option tables have them", () => {
  expect(tableRows(sectionOf("docs/reference/cli.md", "## Options of every command"))).toEqual(rowsFor(globalOptions));
  expect(tableRows(sectionOf("docs/reference/cli.md", "## Parameters"))).toEqual(rowsFor(pipelineOptions));
});

test("every exit code is explained", () => {
  expect(tableRows(sectionOf("docs/reference/cli.md", "## Exit codes")).map(([code]) => Number(code))).toEqual(Object.values(exitCodes));
});
