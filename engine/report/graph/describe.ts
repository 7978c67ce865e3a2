import { counted } from "../columns.ts";
import type { Drawing } from "./drawing.ts";

/** The drawing in a sentence: `7 stages: 5 fresh, 2 stale; 9 edges.` */
export function describeDrawing({ description, nodes, edges }: Drawing): string {
  if (description !== undefined) return description;
  const stages = nodes.filter(({ shape }) => shape === "stage");
  const total = stages.reduce((sum, { count }) => sum + count, 0);
  const words = new Map<string, number>();
  for (const { count, states } of stages) {
    for (const { text } of states) {
      const [, many, word] = /^(\d+) (.*)$/.exec(text) ?? [text, count, text];
      words.set(String(word), (words.get(String(word)) ?? 0) + Number(many));
    }
  }
  const told = [...words].map(([word, count]) => `${count} ${word}`).join(", ");
  return `${counted(total, "stage")}${told === "" ? "" : `: ${told}`}; ${counted(edges.length, "edge")}.`;
}
