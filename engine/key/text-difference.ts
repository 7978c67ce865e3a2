/** How two texts differ, for a person: at most `limit` lines, `- ` gone and `+ ` new, with line numbers. */
export function textDifference({
  before,
  after,
  limit,
}: {
  readonly before: string;
  readonly after: string;
  readonly limit: number;
}): readonly string[] {
  if (before === after) return [];
  const old = splitLines(before);
  const now = splitLines(after);
  if (old.length === now.length && sortedText(old) === sortedText(now)) return [`the same ${old.length} lines in another order`];
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  const lines = [...changed("-", old, { head, tail }), ...changed("+", now, { head, tail })];
  if (lines.length === 0) return ["line ends or the final new line differ"];
  const left = lines.length - limit;
  return left > 0 ? [...lines.slice(0, limit), `… and ${left} more changed ${left === 1 ? "line" : "lines"}`] : lines;
}

const splitLines = (text: string): readonly string[] => text.replace(/\n$/, "").split(/\r?\n/);
const sortedText = (lines: readonly string[]): string => [...lines].sort().join("\n");

function changed(
  sign: string,
  lines: readonly string[],
  { head, tail }: { readonly head: number; readonly tail: number },
): readonly string[] {
  return lines
    .slice(head, lines.length - tail)
    .map((line, index) => `${sign} ${head + index + 1}: ${line.length > 100 ? `${line.slice(0, 99)}…` : line}`);
}
