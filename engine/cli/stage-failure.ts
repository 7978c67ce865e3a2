import { diagnosticCodes } from "../diagnostics/code.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes } from "../diagnostics/exit-code.ts";
import { StageFailure } from "../kind/stage-context.ts";
import type { Platform } from "../platform/platform.ts";
import { tell } from "./tell.ts";

/** Those that a person mends outside the command line: the disk, the registry, a port. */
const environmental: ReadonlySet<string> = new Set([
  "serve-failed",
  "object-absent",
  "registry-damaged",
  "registry-conflict",
  "disk-failed",
]);

/** Runs what belongs to a kind in this process; its expected failure is told, and becomes an exit code. */
export async function tellingFailure(platform: Platform, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error;
    const diagnostic = diagnosticOf(error);
    tell(platform, [diagnostic]);
    return environmental.has(diagnostic.code) ? exitCodes.environment : exitCodes.usage;
  }
}

function diagnosticOf({ description }: StageFailure): Diagnostic {
  const code = diagnosticCodes.find((known) => known === description.code) ?? "stage-failed";
  const { message, why, hint } = description;
  return { code, severity: "error", message, ...(why === undefined ? {} : { why }), ...(hint === undefined ? {} : { hint }) };
}
