import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
export async function fromScript(_x: unknown): Promise<ExitCode> {
  return exitCodes.usage;
}
