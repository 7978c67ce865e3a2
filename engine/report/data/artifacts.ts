import type { Artifact } from "../../data/other/artifacts.ts";
import { columnWidths } from "../columns.ts";
import { sizeWords } from "./added.ts";

/** `millrace ls REPO`: a line an artifact. */
export function artifactList(artifacts: readonly Artifact[]): string {
  const rows = artifacts.map(({ kind, path, entry, size, files }) => [
    kind,
    path,
    size === undefined || files === undefined ? "" : sizeWords({ size, files, entry }),
  ]);
  const widths = columnWidths(rows);
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, index) => cell.padEnd(widths[index] ?? 0))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}
