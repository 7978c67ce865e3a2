import type { StageFinished } from "../events/event.ts";
import { renderDiagnostic } from "./diagnostic.ts";
import type { Narration } from "./narration.ts";
import { plainText } from "./plain-text.ts";

/** All that a failed stage has to say: its diagnostics in full, its last lines, and where the rest is. */
export function failureBlock(event: StageFinished, options: { readonly narration: Narration; readonly tail: readonly string[] }): string {
  const { narration, tail } = options;
  const { paint } = narration;
  const lines = event.diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, paint));
  if (tail.length > 0) {
    lines.push(`  ${paint.quiet(`the last ${tail.length === 1 ? "line" : `${tail.length} lines`} of ${event.stage}:`)}`);
    lines.push(...tail.map((line) => `    | ${plainText(line)}`));
  }
  if (event.log !== undefined) lines.push(`  ${paint.quiet("log:")} ${narration.locate(event.log)}`);
  return lines.join("\n");
}
