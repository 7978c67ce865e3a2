/** A Markdown table, its columns padded so that it reads well as plain text too. The first column is text, the others are figures. */
export function markdownTable({ head, rows }: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }): string {
  const lines = [head, ...rows].map((line) => line.map(cell));
  const widths = head.map((_, column) => Math.max(3, ...lines.map((line) => line[column]?.length ?? 0)));
  const pad = (text: string, column: number) => (column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0));
  const row = (line: readonly string[]) => `| ${line.map(pad).join(" | ")} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`;
  const [top = [], ...body] = lines;
  return [row(top), rule, ...body.map(row)].join("\n");
}

/** A text that cannot leave its cell. */
export function cell(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll(/\s+/g, " ");
}
