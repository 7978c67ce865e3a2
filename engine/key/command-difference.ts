import { type ContentDifference, clipped, textDifference } from "./text-difference.ts";

/** A line for a shell, or a program and its arguments. */
export type Command = string | readonly string[];

/** As a person types it: arguments with blanks in quotes. */
export const commandText = (command: Command): string =>
  typeof command === "string" ? command : command.map((word) => (/^[^\s"']+$/.test(word) ? word : JSON.stringify(word))).join(" ");

/** How a command changed: one that stands in a line by its words, a longer one by its lines. */
export function commandDifference(before: Command, after: Command): ContentDifference {
  const [old, now] = [commandText(before).trimEnd(), commandText(after).trimEnd()];
  if (old === now && typeof before !== typeof after) {
    return {
      gist: typeof after === "string" ? "a list of words -> a line for the shell" : "a line for the shell -> a list of words",
      lines: [],
    };
  }
  if (!old.includes("\n") && !now.includes("\n")) {
    const gist = wordChange(old, now);
    const isWhole = gist === `${old} -> ${now}`;
    return { gist, lines: isWhole ? [] : [`- ${clipped(old, now)}`, `+ ${clipped(now, old)}`] };
  }
  const { gist, lines } = textDifference(old, now);
  const [removed, added, ...more] = lines;
  if (removed?.startsWith("-") && added?.startsWith("+") && more.length === 0)
    return { gist: wordChange(withoutNumber(removed), withoutNumber(added)), lines };
  return { gist: gist === "" ? "blanks at its end" : gist, lines };
}

const withoutNumber = (line: string): string => line.replace(/^[-+] +\d+: ?/, "");

/** `--epochs 60 -> --epochs 5`: what differs, with the word before a single one. */
function wordChange(before: string, after: string): string {
  const [old, now] = [before.split(/ +/), after.split(/ +/)];
  const shortest = Math.min(old.length, now.length);
  let head = 0;
  while (head < shortest && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < shortest - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  const gone = old.slice(head, old.length - tail).join(" ");
  const come = now.slice(head, now.length - tail).join(" ");
  if (gone === "" && come === "") return "blanks between its words";
  if (gone === "") return `${cut(come)} added`;
  if (come === "") return `${cut(gone)} removed`;
  const word = old[head - 1] ?? "";
  const isSingle = head + 1 >= old.length - tail && head + 1 >= now.length - tail;
  const lead = isSingle && word !== "" && word.length <= 20 ? `${word} ` : "";
  return `${lead}${cut(gone)} -> ${lead}${cut(come)}`;
}

const cut = (text: string): string => (text.length > 30 ? `${text.slice(0, 29)}…` : text);
