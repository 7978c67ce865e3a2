import type { RemoteFinding, RemoteState } from "../data/remote-status.ts";
import { asStageId } from "../platform/identity.ts";
import { columnWidths } from "./columns.ts";
import { folded } from "./fold.ts";
import type { Painter } from "./painter.ts";

export interface RemoteSection {
  readonly remote: string;
  readonly findings: readonly RemoteFinding[];
}

const words: Readonly<Record<RemoteState, string>> = {
  there: "there",
  "to-push": "not pushed",
  "to-pull": "to pull",
  known: "its result is there: `millrace run --pull` fetches it",
  nowhere: "neither in the store nor there",
  unknown: "not known",
};

/** What a remote lacks, and what it has that is not here, a line each; then all of it in numbers. */
export function remoteSection(
  { remote, findings }: RemoteSection,
  { paint, verbose }: { readonly paint: Painter; readonly verbose: boolean },
): string {
  const told = findings.filter(({ state }) => state !== "unknown" && (verbose || state !== "there"));
  const rows = folded(told.map(({ name, state }) => ({ stage: asStageId(name), text: words[state] })));
  const [width = 0] = columnWidths(rows.map(({ name }) => [name]));
  const lines = rows.map(({ name, text }) => `  ${paint.strong(name.padEnd(width))}  ${text}\n`);
  const heading = lines.length === 0 ? "" : `${paint.caution(`Remote ${remote}`)}\n`;
  return `${heading}${lines.join("")}${lines.length === 0 ? "" : "\n"}remote ${remote}: ${totals(findings)}\n`;
}

function totals(findings: readonly RemoteFinding[]): string {
  if (findings.length === 0) return "nothing is recorded yet that it could have";
  const count = (wanted: RemoteState): number => findings.filter(({ state }) => state === wanted).length;
  const parts: readonly (readonly [RemoteState, string])[] = [
    ["there", "there"],
    ["to-push", "not pushed (millrace push)"],
    ["to-pull", "to pull (millrace pull)"],
    ["known", "known by key (millrace run --pull)"],
    ["nowhere", "neither in the store nor there"],
    ["unknown", "not known: it did not answer"],
  ];
  return parts.flatMap(([state, text]) => (count(state) === 0 ? [] : [`${count(state)} ${text}`])).join(", ");
}
