import { expect, test } from "vitest";
import { commands } from "../../engine/cli/commands.ts";
import { commandHelp, generalHelp } from "../../engine/cli/help.ts";

test("lists the commands, the options of all and the exit codes", async () => {
  await expect(generalHelp()).toMatchFileSnapshot("whole/help.txt");
});

test.each(commands.map((command) => [command.name, command] as const))("explains %s", async (name, command) => {
  await expect(commandHelp(command)).toMatchFileSnapshot(`whole/help-${name.replace(" ", "-")}.txt`);
});

test.each(commands.map((command) => [command.name, command] as const))(
  "the help of %s fits 80 columns and has an example",
  (_name, command) => {
    const tooWide = commandHelp(command)
      .split("\n")
      .filter((line) => line.length > 80);
    expect(tooWide).toEqual([]);
    expect(command.examples.length).toBeGreaterThan(0);
  },
);
