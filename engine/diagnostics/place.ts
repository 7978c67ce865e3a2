import { codeFrame } from "./code-frame.ts";
import type { Place } from "./diagnostic.ts";
import type { Source, Span } from "./source.ts";
import { lineAt } from "./text-lines.ts";

/** Where a range of a source is, with its code frame. */
export function placeOf(source: Source, [, start, end]: Span): Place {
  const within = Math.min(start, source.text.length);
  const line = lineAt(source.text, within);
  return {
    file: source.name,
    line: line.number,
    column: within - line.start + 1,
    frame: codeFrame({ text: source.text, start: within, end: Math.max(within, end) }),
  };
}

/** The same, of the source that the span names; a span of a source that is not there has no place. */
export function placeIn(sources: readonly Source[], span: Span): Place | undefined {
  const source = sources[span[0]];
  return source === undefined ? undefined : placeOf(source, span);
}
