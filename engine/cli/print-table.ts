import type { Platform } from "../platform/platform.ts";
import { painter } from "../report/painter.ts";
import { type Column, markdownTable, textTable } from "../report/table.ts";

/** On stdout; in a window, with the columns that it has room for, and a word on stderr about the others. */
export function printTable({ console }: Platform, { columns, md }: { readonly columns: readonly Column[]; readonly md: boolean }): void {
  if (md) {
    console.out(markdownTable(columns));
    return;
  }
  const { interactive, colour, columns: room } = console.terminal;
  const width = interactive ? room : Number.POSITIVE_INFINITY;
  const { lines, omitted } = textTable(columns, { width, paint: painter(colour) });
  console.out(`${lines.join("\n")}\n`);
  if (omitted.length > 0) console.error(`no room for ${omitted.join(", ")}: a wider window, --json or --md shows all\n`);
}
