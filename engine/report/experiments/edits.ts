import type { EditedFile } from "../../history/experiment/splice-params.ts";
import type { Painter } from "../painter.ts";

/** The lines that an edit has changed, with their numbers, as `why` shows those of a file. */
export function renderEdits(files: readonly EditedFile[], paint: Painter): string {
  return files
    .map(({ name, before, after }) => {
      const [old, now] = [before.split("\n"), after.split("\n")];
      const changed = lines(old, now);
      return `${paint.strong(name)}\n${changed.map(([sign, number, text]) => `  ${(sign === "-" ? paint.bad : paint.good)(`${sign} ${number}: ${text.trimEnd()}`)}\n`).join("")}`;
    })
    .join("");
}

type Line = readonly [sign: "-" | "+", number: number, text: string];

/** A value is written over another: where the number of lines stays, line by line; else what is between the lines that are the same. */
function lines(old: readonly string[], now: readonly string[]): readonly Line[] {
  if (old.length === now.length) {
    return old.flatMap((text, index): readonly Line[] =>
      text === now[index]
        ? []
        : [
            ["-", index + 1, text],
            ["+", index + 1, now[index] ?? ""],
          ],
    );
  }
  let start = 0;
  while (old[start] === now[start]) start += 1;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const range = (sign: "-" | "+", all: readonly string[]): readonly Line[] =>
    all.slice(start, all.length - end).map((text, index) => [sign, start + index + 1, text]);
  return [...range("-", old), ...range("+", now)];
}
