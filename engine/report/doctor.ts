import { type Finding, type FindingState, findingStates } from "../doctor/finding.ts";
import { columnWidths, counted, wrapped } from "./columns.ts";
import type { Painter } from "./painter.ts";

/** `doctor --json`: one document. */
export const doctorDocument = (findings: readonly Finding[]): string => `${JSON.stringify({ findings }, undefined, 2)}\n`;

/** A line a finding; below it what it means and what to do, where there is something to do. */
export function renderDoctor(
  findings: readonly Finding[],
  { paint, columns }: { readonly paint: Painter; readonly columns: number },
): string {
  const [wordWidth = 0, checkWidth = 0] = columnWidths(findings.map(({ state, check }) => [word[state], check]));
  const indent = wordWidth + checkWidth + 4;
  const lines = findings.flatMap(({ state, check, found, why, hint }) => {
    const texts = [found, ...(why === undefined ? [] : [why]), ...(hint === undefined ? [] : [`hint: ${hint}`])];
    const rows = texts.flatMap((text) => wrapped(text, Math.max(30, columns - indent)));
    const head = `${colour(state, paint)(word[state].padEnd(wordWidth))}  ${paint.strong(check.padEnd(checkWidth))}  `;
    return rows.map((row, index) => (index === 0 ? `${head}${row}` : `${" ".repeat(indent)}${row}`));
  });
  return `${[...lines, "", verdict(findings)].join("\n")}\n`;
}

const word: Readonly<Record<FindingState, string>> = { good: "ok", note: "note", warning: "warning", bad: "bad" };

function colour(state: FindingState, paint: Painter): (text: string) => string {
  switch (state) {
    case "good":
      return paint.good;
    case "note":
      return paint.quiet;
    case "warning":
      return paint.caution;
    case "bad":
      return paint.bad;
  }
}

function verdict(findings: readonly Finding[]): string {
  const count = (state: FindingState): number => findings.filter((finding) => finding.state === state).length;
  if (count("bad") > 0) return `${counted(count("bad"), "thing")} must be mended before stages can run`;
  const other = findingStates
    .filter((state) => (state === "warning" || state === "note") && count(state) > 0)
    .map((state) => counted(count(state), state));
  return other.length === 0 ? "all is well" : `stages can run; ${other.reverse().join(" and ")}`;
}
