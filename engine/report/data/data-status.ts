import type { DataFinding } from "../../data/data-status.ts";
import { shellWord } from "../../diagnostics/command-line.ts";
import { entryText } from "../../key/entry.ts";
import { columnWidths, counted } from "../columns.ts";
import type { Painter } from "../painter.ts";
import { sizeWords } from "./added.ts";

/** Pinned data that is not as its pin says, a line each; `undefined` where all is. */
export function dataSection(findings: readonly DataFinding[], paint: Painter): string | undefined {
  const told = findings.filter(({ state, stored }) => state !== "same" || !stored);
  if (told.length === 0) return undefined;
  const [width = 0] = columnWidths(told.map(({ pin }) => [pin.path]));
  const rows = told.map((finding) => `  ${paint.strong(finding.pin.path.padEnd(width))}  ${stateWords(finding)}`);
  return `${[paint.caution("Data"), ...rows].join("\n")}\n`;
}

/** What there is to say, and to do, of pinned data. */
export function stateWords({ pin, state, stored }: DataFinding): string {
  switch (state) {
    case "same":
      return stored ? "as pinned" : `as pinned, but not in the store: \`millrace add ${shellWord(pin.path)}\``;
    case "absent":
      return stored ? "not here; the store has it, for a stage that needs it" : "neither here nor in the store; a remote may have it";
    case "partial":
      return "only some files are here; the rest comes when it is needed";
    case "behind":
      return `as another pin says: \`millrace checkout ${shellWord(pin.path)}\``;
    case "edited":
      return `edited: \`millrace add ${shellWord(pin.path)}\` records it`;
  }
}

export const dataDocument = (findings: readonly DataFinding[]): readonly unknown[] =>
  findings.map(({ pin, state, stored }) => ({
    path: pin.path,
    state,
    stored,
    size: pin.size,
    files: pin.files,
    digest: entryText(pin.entry),
    ...(pin.origin !== undefined && { origin: pin.origin }),
  }));

/** `millrace ls`: a line a pin. */
export function dataList(findings: readonly DataFinding[], { remote }: { readonly remote: readonly boolean[] | undefined }): string {
  const rows = findings.map((finding, index) => {
    const { pin, state, stored } = finding;
    const here = { same: "here", absent: "not here", partial: "in part", behind: "another version", edited: "edited" }[state];
    const elsewhere = [...(stored ? ["store"] : []), ...(remote?.[index] === true ? ["remote"] : [])];
    return [pin.path, sizeWords(pin), here, elsewhere.length === 0 ? "no copy" : elsewhere.join(", "), pin.origin?.url ?? ""];
  });
  const widths = columnWidths(rows);
  const lines = rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return `${lines.join("\n")}\n`;
}

export const listTotal = (findings: readonly DataFinding[]): string => counted(findings.length, "pin");
