import type { DiagnosticCode } from "../diagnostics/code.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";

/** What is wrong with a command line. */
export function usageError(code: DiagnosticCode, parts: Pick<Diagnostic, "message" | "why" | "hint">): Diagnostic {
  return { code, severity: "error", ...parts };
}
