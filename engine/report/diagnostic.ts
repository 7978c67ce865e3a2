import type { Diagnostic, Place } from "../diagnostics/diagnostic.ts";
import type { Painter } from "./painter.ts";

/** A diagnostic as a block of lines: what, where with its frame, why, other places, and what to do. */
export function renderDiagnostic(diagnostic: Diagnostic, paint: Painter): string {
  const label = diagnostic.severity === "error" ? paint.bad("error") : paint.caution("warning");
  const lines = [`${label} ${paint.quiet(`[${diagnostic.code}]`)} ${paint.strong(diagnostic.message)}`];
  if (diagnostic.place !== undefined) lines.push(...placeLines(diagnostic.place, paint));
  if (diagnostic.why !== undefined) lines.push(...labelled("why:", diagnostic.why, paint));
  for (const { label: text, place } of diagnostic.related ?? []) lines.push(...labelled("also:", text, paint), ...placeLines(place, paint));
  if (diagnostic.hint !== undefined) lines.push(...labelled("hint:", diagnostic.hint, paint));
  return lines.join("\n");
}

/** All of them, an empty line apart, and how many where there are several. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], paint: Painter): string {
  const blocks = diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, paint));
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "error").length;
  if (errors > 1) blocks.push(`${errors} errors; nothing was run`);
  return `${blocks.join("\n\n")}\n`;
}

function placeLines(place: Place, paint: Painter): readonly string[] {
  const where = `  ${paint.quiet("at")} ${place.file}:${place.line}:${place.column}`;
  return place.frame === "" ? [where] : [where, ...place.frame.replace(/\n$/, "").split("\n")];
}

/** Text of several lines hangs under its first: `hint: write` and the YAML to write keep their indentation. */
function labelled(label: string, text: string, paint: Painter): readonly string[] {
  const [first = "", ...rest] = text.replace(/\n$/, "").split("\n");
  return [`  ${paint.quiet(label)} ${first}`, ...rest.map((line) => `    ${line}`)];
}
