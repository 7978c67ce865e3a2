/**
 * The candidate that was probably meant, if one is near enough: a third of the letters may be wrong, at least one. Case counts for
 * nothing. Of equally near ones the first.
 */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const lower = word.toLowerCase();
  let best: string | undefined;
  let distance = Math.max(1, Math.floor(lower.length / 3)) + 1;
  for (const candidate of candidates) {
    if (candidate === word) continue;
    const found = editDistance(lower, candidate.toLowerCase(), distance);
    if (found < distance) [best, distance] = [candidate, found];
  }
  return best;
}

/** `a`, `b` and `c`, each in backquotes, joined as in a sentence. At most `limit` are named. */
export function listOf(words: readonly string[], { conjunction = "and", limit = 12 } = {}): string {
  const quoted = words.slice(0, limit).map((word) => `\`${word}\``);
  if (words.length > limit) return `${quoted.join(", ")}, … (${words.length} in all)`;
  if (quoted.length < 2) return quoted.join("");
  return `${quoted.slice(0, -1).join(", ")} ${conjunction} ${quoted.at(-1)}`;
}

/**
 * Optimal string alignment: the number of letters to insert, delete, replace, or exchange with their neighbour (Damerau 1964, no
 * letter edited twice). Gives `limit` where it is that or more.
 */
export function editDistance(left: string, right: string, limit = Number.POSITIVE_INFINITY): number {
  if (Math.abs(left.length - right.length) >= limit) return limit;
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + (same ? 0 : 1));
      if (row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]) {
        cost = Math.min(cost, at(beforeLast, column - 2) + 1);
      }
      current.push(cost);
    }
    [beforeLast, last] = [last, current];
  }
  return Math.min(limit, at(last, right.length));
}

const at = (row: readonly number[], index: number): number => row[index] ?? Number.POSITIVE_INFINITY;
