import type { Painter } from "../painter.ts";
import type { Tone, ToneText } from "./drawing.ts";

/** Words with their colours, and without, since only those can be measured. */
export function toneWords(words: readonly ToneText[], paint: Painter): { readonly plain: string; readonly painted: string } {
  return {
    plain: words.map(({ text }) => text).join(", "),
    painted: words.map(({ text, tone }) => toneOf(tone, paint)(text)).join(", "),
  };
}

export function toneOf(tone: Tone, paint: Painter): (text: string) => string {
  return { good: paint.good, caution: paint.caution, bad: paint.bad, quiet: paint.quiet }[tone];
}
