import { stripVTControlCharacters } from "node:util";

/** A program's line without what moves a cursor or rewrites a line: of a progress bar, what it showed last. */
export function plainText(line: string): string {
  const shown = line.split("\r").filter((part) => part !== "");
  return stripVTControlCharacters(shown.at(-1) ?? "").replaceAll("\t", "    ");
}
