import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Platform } from "../platform/platform.ts";
import { renderDiagnostics } from "../report/diagnostic.ts";
import { painter } from "../report/painter.ts";

/** Diagnostics for a person, on stderr. */
export function tell({ console }: Platform, diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.length > 0) console.error(renderDiagnostics(diagnostics, painter(console.terminal.colour)));
}
