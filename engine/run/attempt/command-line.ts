import type { CommandWork } from "../../graph/plan.ts";

/** A string goes to the shell, which ends at the first command that fails; a list is a program and its words. */
export function commandLine({ command, shell }: Pick<CommandWork, "command" | "shell">): readonly [string, ...string[]] {
  if (typeof command !== "string") {
    const [program = "", ...words] = command;
    return [program, ...words];
  }
  return shell === "bash" ? ["bash", "-e", "-o", "pipefail", "-c", command] : ["/bin/sh", "-e", "-c", command];
}
