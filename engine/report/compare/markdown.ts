/** Fit for a cell of a GitHub-flavoured table. */
export const markdownCell = (text: string): string =>
  text
    .replaceAll("\\", "\\\\")
    .replaceAll("|", "\\|")
    .replaceAll("<", "&lt;")
    .replaceAll(/[\r\n]+/g, " ")
    .replaceAll(/([*`])/g, "\\$1");

export type Alignment = "left" | "right";

/** Rows of cells that are Markdown already; heads give each column's side. */
export function markdownTable(
  heads: readonly { readonly text: string; readonly side: Alignment }[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = heads.map(({ side }) => (side === "right" ? "---:" : "---"));
  return [line(heads.map(({ text }) => text)), line(rule), ...rows.map(line)].join("\n");
}
