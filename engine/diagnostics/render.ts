import type { Diagnostic, Place } from "./diagnostic.ts";
import { displayWidth } from "./display-width.ts";

/** Colours a part of a rendered diagnostic. Without colour every line says the same. */
export type Painter = (part: "error" | "warning" | "message" | "place" | "frame" | "marker" | "label", text: string) => string;
const unpainted: Painter = (_, text) => text;
const columns = 80;

/**
 * A diagnostic as lines of text, no line break at the end:
 *
 *     error[unknown-key]: `split` has no setting `stratgey`
 *       --> pipeline.yaml:14:7
 *         13 |     with:
 *       > 14 |       stratgey: stratified
 *            |       ^^^^^^^^
 *       why: …
 *       hint: …
 */
export function renderDiagnostic(diagnostic: Diagnostic, paint: Painter = unpainted): string {
  const { severity, code, message, place, related = [], why, hint } = diagnostic;
  return [
    `${paint(severity, `${severity}[${code}]`)}: ${paint("message", message)}`,
    ...(place === undefined ? [] : renderPlace(place, paint)),
    ...related.flatMap(({ label, place: other }) => [`  ${label}:`, ...renderPlace(other, paint)]),
    ...(why === undefined ? [] : renderProse("why", why, paint)),
    ...(hint === undefined ? [] : renderProse("hint", hint, paint)),
  ].join("\n");
}

/** All of them, an empty line between two, and a last line that counts; empty where there are none. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], paint: Painter = unpainted): string {
  if (diagnostics.length === 0) return "";
  const blocks = diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, paint));
  return `${blocks.join("\n\n")}\n\n${count(diagnostics)}\n`;
}

function count(diagnostics: readonly Diagnostic[]): string {
  const of = (severity: Diagnostic["severity"]) => diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  const parts = (["error", "warning"] as const).flatMap((severity) => {
    const number = of(severity);
    return number === 0 ? [] : [`${number} ${severity}${number === 1 ? "" : "s"}`];
  });
  return parts.join(", ");
}

function renderPlace(place: Place, paint: Painter): readonly string[] {
  const frame = place.frame === "" ? [] : place.frame.split("\n");
  return [
    `  ${paint("place", `--> ${place.file}:${place.line}:${place.column}`)}`,
    ...frame.map((line) => `  ${paint(/^[ ]*\| *\^+$/.test(line) ? "marker" : "frame", line)}`.trimEnd()),
  ];
}

/** Prose is wrapped; a line that begins with a blank is code and stays as it is. */
function renderProse(label: string, text: string, paint: Painter): readonly string[] {
  const lines = text.split("\n");
  const room = columns - 2 - label.length - 2;
  const wrapped = lines.flatMap((line) => (line.startsWith(" ") ? [line] : wrap(line, room)));
  return wrapped.map((line, index) =>
    `  ${index === 0 ? `${paint("label", `${label}:`)} ` : " ".repeat(label.length + 2)}${line}`.trimEnd(),
  );
}

function wrap(line: string, room: number): readonly string[] {
  const rows: string[] = [];
  let row = "";
  for (const word of unbreakable(line)) {
    if (row !== "" && displayWidth(row) + 1 + displayWidth(word) > room) {
      rows.push(row);
      row = word;
    } else row = row === "" ? word : `${row} ${word}`;
  }
  return [...rows, row];
}

/** Words, where what stands in backquotes is one word, and a template too: they are there to be copied. */
const unbreakable = (line: string): readonly string[] => line.match(/(?:`[^`]*`|\$\{\{[^}]*\}\}|[^\s`])+/g) ?? [""];
