import { stripVTControlCharacters } from "node:util";

/** A program's line without what moves a cursor or rewrites a line: of a progress bar, what it showed last. */
export function plainText(line: string): string {
  const shown = line.split("\r").filter((part) => part !== "");
  const text = stripVTControlCharacters(shown.at(-1) ?? "").replaceAll("\t", "    ");
  const plain = text.replace(controls, "");
  return plain.length <= longest ? plain : `${plain.slice(0, longest)}… and ${plain.length - longest} characters more`;
}

/** Characters of a line on the screen; the stage's log has all of it. */
const longest = 2000;

/** What is left of a sequence that is cut or unknown, or of binary data, can still ring, shift the alphabet or reset a terminal. */
const controls = /[\p{Cc}]/gu;
