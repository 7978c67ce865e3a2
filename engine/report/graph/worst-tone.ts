import type { DrawingNode, Tone } from "./drawing.ts";

const order = ["bad", "caution", "quiet", "good"] as const satisfies readonly Tone[];

/** A node looks as its worst word does: a failed gate, else the first that is not fresh. `undefined` where nothing was judged. */
export function worstTone({ states, marks }: Pick<DrawingNode, "states" | "marks">): Tone | undefined {
  if (marks.some(({ tone }) => tone === "bad")) return "bad";
  return order.find((tone) => states.some((state) => state.tone === tone));
}

/** On light and on dark ground. */
export const toneColour: Readonly<Record<Tone, string>> = { good: "#2da44e", caution: "#bf8700", bad: "#cf222e", quiet: "#7d8590" };
