import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { completionScript, shells } from "../completion/scripts.ts";
import type { CommandInvocation } from "../option-table.ts";
import type { completionOptions } from "../table/completion.ts";
import { tell } from "../tell.ts";
import { usageError } from "../usage-error.ts";

export async function run({ platform, arguments: [given = ""] }: CommandInvocation<typeof completionOptions>): Promise<ExitCode> {
  const shell = shells.find((known) => known === given);
  if (shell === undefined) {
    tell(platform, [
      usageError("option-value", { message: `there is no completion for ${given}`, hint: `it is there for ${shells.join(", ")}` }),
    ]);
    return exitCodes.usage;
  }
  platform.console.out(completionScript[shell]);
  return exitCodes.ok;
}
