import { type ContentDifference, textDifference } from "./text-difference.ts";

/** How a command changed: one that stands in a line by its words, a longer one by its lines. */
export function commandDifference(before: string, after: string): ContentDifference {
  const [old, now] = [before.trimEnd(), after.trimEnd()];
  if (!old.includes("\n") && !now.includes("\n")) {
    const gist = wordChange(old, now);
    const long = old.length + now.length > longestPair;
    return { gist, lines: long || !gist.includes(" -> ") ? [`- ${old}`, `+ ${now}`] : [] };
  }
  const { gist, lines } = textDifference(old, now);
  const [removed, added, ...more] = lines;
  if (removed?.startsWith("-") && added?.startsWith("+") && more.length === 0)
    return { gist: wordChange(withoutNumber(removed), withoutNumber(added)), lines };
  return { gist: gist === "" ? "blanks at its end" : gist, lines };
}

/** Characters of two commands that fit a line. */
const longestPair = 60;

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
