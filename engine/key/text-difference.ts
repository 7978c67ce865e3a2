import { byteCount } from "./byte-count.ts";
import { type Hunk, lineDifference } from "./line-difference.ts";
import { readText, type TextContent } from "./text-content.ts";

/** What changed in a content, for a person. */
export interface ContentDifference {
  /** In a few words: `2 lines changed`. */
  readonly gist: string;
  /** `- 3: gone`, `+ 3: new`, with line numbers of the earlier and the later text. */
  readonly lines: readonly string[];
  /** Only sizes: what a person cannot read. */
  readonly opaque?: true;
}

export interface ContentPair {
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** Lines of one difference that are shown; what is left is counted. */
const mostLines = 12;

/** How two contents differ: texts by lines, encoding and line ends, anything else by size. */
export function contentDifference({ before, after }: ContentPair): ContentDifference {
  const old = readText(before);
  const now = readText(after);
  if (old.kind === "text" && now.kind === "text") return decodedDifference(old, now);
  if (old.kind === now.kind) return { gist: sizesOf({ before, after }), lines: [], opaque: true };
  return { gist: `${described(old)} -> ${described(now)}`, lines: [], opaque: true };
}

function sizesOf({ before, after }: ContentPair): string {
  const [old, now] = [byteCount(before.length), byteCount(after.length)];
  if (before.length === after.length) return `another binary of ${now}`;
  return old === now ? `binary of ${before.length} -> ${after.length} bytes` : `binary of ${old} -> ${now}`;
}

const described = (content: TextContent): string =>
  content.kind === "text" ? `${content.encoding} text` : `binary of ${byteCount(content.bytes)}`;

type Decoded = TextContent & { readonly kind: "text" };

function decodedDifference(old: Decoded, now: Decoded): ContentDifference {
  const { gist, lines } = textDifference(old.text, now.text);
  const encoding = old.encoding === now.encoding ? [] : [`encoding ${old.encoding} -> ${now.encoding}`];
  const gists = [...encoding, ...(gist === "" ? [] : [gist])];
  return { gist: gists.length === 0 ? "other bytes of the same text" : gists.join(", "), lines };
}

/** How two texts differ; the gist is empty only where they do not. */
export function textDifference(before: string, after: string): ContentDifference {
  if (before === after) return { gist: "", lines: [] };
  const old = linesOf(before);
  const now = linesOf(after);
  const ends = [...lineEndChange(before, after), ...finalChange(before, after)];
  const order = orderChange(old, now);
  const hunks = order === undefined ? lineDifference({ before: old, after: now }) : [];
  const gists = [...(order === undefined ? countGist(hunks) : [order]), ...ends];
  return { gist: gists.join(", "), lines: shownLines(hunks, { old, now }) };
}

const linesOf = (text: string): readonly string[] => (text === "" ? [] : text.replace(/\r?\n$/, "").split(/\r?\n/));

function lineEndChange(before: string, after: string): readonly string[] {
  const [old, now] = [lineEnds(before), lineEnds(after)];
  return old === "" || now === "" || old === now ? [] : [`line ends ${old} -> ${now}`];
}

function lineEnds(text: string): string {
  const all = text.split("\n").length - 1;
  const carried = text.split("\r\n").length - 1;
  if (all === 0) return "";
  return carried === 0 ? "LF" : carried === all ? "CRLF" : "mixed";
}

function finalChange(before: string, after: string): readonly string[] {
  const [old, now] = [before.endsWith("\n"), after.endsWith("\n")];
  return old === now || before === "" || after === "" ? [] : [`final line break ${now ? "added" : "removed"}`];
}

function orderChange(old: readonly string[], now: readonly string[]): string | undefined {
  if (old.length !== now.length || sorted(old) !== sorted(now)) return undefined;
  const first = old.findIndex((line, index) => line !== now[index]);
  return first < 0 ? undefined : `the same ${old.length} lines in another order, from line ${first + 1} on`;
}

const sorted = (lines: readonly string[]): string => [...lines].sort().join("\n");

function countGist(hunks: readonly Hunk[]): readonly string[] {
  let [changed, added, removed] = [0, 0, 0];
  for (const { before, after } of hunks) {
    const [old, now] = [before.end - before.start, after.end - after.start];
    changed += Math.min(old, now);
    added += Math.max(0, now - old);
    removed += Math.max(0, old - now);
  }
  const counts = [
    { count: changed, word: "changed" },
    { count: added, word: "added" },
    { count: removed, word: "removed" },
  ].filter(({ count }) => count > 0);
  return counts.map(({ count, word }, index) => `${count}${index > 0 ? "" : count === 1 ? " line" : " lines"} ${word}`);
}

interface Lines {
  readonly old: readonly string[];
  readonly now: readonly string[];
}

function shownLines(hunks: readonly Hunk[], texts: Lines): readonly string[] {
  const total = hunks.reduce((sum, { before, after }) => sum + before.end - before.start + after.end - after.start, 0);
  const all = hunks.flatMap((hunk) => hunkLines(hunk, texts)).slice(0, mostLines);
  const digits = Math.max(0, ...all.map(({ number }) => String(number).length));
  const shown = all.map(({ sign, number, text }) => `${sign} ${String(number).padStart(digits)}: ${text}`.trimEnd());
  const left = total - all.length;
  return left > 0 ? [...shown, `… and ${left} more ${left === 1 ? "line" : "lines"}`] : shown;
}

interface ShownLine {
  readonly sign: "-" | "+";
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
}

/** A few lines of each side, so that a long removal does not hide what came in its place. */
function hunkLines({ before, after }: Hunk, { old, now }: Lines): readonly ShownLine[] {
  const [gone, come] = [before.end - before.start, after.end - after.start];
  const half = mostLines / 2;
  const mostGone = come === 0 ? mostLines : Math.max(half, mostLines - come);
  const mostCome = gone === 0 ? mostLines : Math.max(half, mostLines - gone);
  const paired = gone === come;
  const line = (sign: "-" | "+", index: number, other: number): ShownLine => {
    const [text, beside] = sign === "-" ? [old[index] ?? "", now[other]] : [now[index] ?? "", old[other]];
    return { sign, number: index + 1, text: clipped(text, paired ? beside : undefined) };
  };
  const shift = after.start - before.start;
  return [
    ...Array.from({ length: Math.min(gone, mostGone) }, (_, index) => line("-", before.start + index, before.start + index + shift)),
    ...Array.from({ length: Math.min(come, mostCome) }, (_, index) => line("+", after.start + index, after.start + index - shift)),
  ];
}

/** Characters of a line that are shown. */
const longest = 100;
/** Characters before the first difference that are shown. */
const lead = 30;

/** A line cut to what is worth showing: of a long one, the part that differs from the line beside it. Control characters are named. */
export function clipped(text: string, beside: string | undefined): string {
  let from = 0;
  if (text.length > longest && beside !== undefined) {
    let same = 0;
    while (same < text.length && text[same] === beside[same]) same++;
    if (same > longest - lead) from = Math.min(same - lead, Math.max(0, text.length - longest));
  }
  const part = text.slice(from, from + longest).replace(/[\p{Cc}]/gu, (character) => (character === "\t" ? "\\t" : "·"));
  return `${from > 0 ? "…" : ""}${part}${from + longest < text.length ? "…" : ""}`;
}
