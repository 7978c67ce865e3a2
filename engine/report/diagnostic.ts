import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { renderDiagnostics as renderAll, renderDiagnostic as renderOne, type Painter as TextPainter } from "../diagnostics/render.ts";
import type { Painter } from "./painter.ts";
import { plainText } from "./plain-text.ts";

/** One diagnostic in this terminal's colours; no line break at the end. */
export const renderDiagnostic = (diagnostic: Diagnostic, paint: Painter): string => renderOne(readable(diagnostic), textPainter(paint));

/** A failure quotes its program, which may write in colours of its own. */
const readable = (diagnostic: Diagnostic): Diagnostic =>
  diagnostic.why === undefined ? diagnostic : { ...diagnostic, why: diagnostic.why.split("\n").map(plainText).join("\n") };

/** All of them, and how many where there are several; empty where there are none. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], paint: Painter): string {
  const [first, ...others] = diagnostics;
  if (first !== undefined && others.length === 0) return `${renderDiagnostic(first, paint)}\n`;
  return renderAll(diagnostics, textPainter(paint));
}

const textPainter =
  (paint: Painter): TextPainter =>
  (part, text) => {
    switch (part) {
      case "error":
      case "marker":
        return paint.bad(text);
      case "warning":
        return paint.caution(text);
      case "message":
        return paint.strong(text);
      case "place":
      case "label":
        return paint.quiet(text);
      case "frame":
        return text;
    }
  };
