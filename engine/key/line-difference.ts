/** A run of lines that one text has and the other has not, at the same place. Indices count from 0. */
export interface Hunk {
  readonly before: Range;
  readonly after: Range;
}

/** From `start`, without `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

interface Texts {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * How to make one list of lines from another. What both begin and end with is set aside, then lines that each has once are tied
 * together in their longest common order (patience), and what is left between them is compared by its longest common subsequence
 * while that is small: quick for texts of any size, and exact for an ordinary edit.
 */
export function lineDifference(texts: Texts): readonly Hunk[] {
  const whole = { before: { start: 0, end: texts.before.length }, after: { start: 0, end: texts.after.length } };
  return joined(compare(texts, whole));
}

function compare(texts: Texts, hunk: Hunk): readonly Hunk[] {
  const rest = trimmed(texts, hunk);
  const [height, width] = [sizeOf(rest.before), sizeOf(rest.after)];
  if (height === 0 && width === 0) return [];
  if (height === 0 || width === 0) return [rest];
  if (height * width <= mostCells) return between(rest, commonSubsequence(texts, rest)).filter(hasLines);
  const ties = longestOrder(uniqueTies(texts, rest));
  if (ties.length === 0) return between(rest, height === width ? samePlaces(texts, rest) : []).filter(hasLines);
  return between(rest, ties).flatMap((part) => compare(texts, part));
}

const sizeOf = ({ start, end }: Range): number => end - start;
const hasLines = ({ before, after }: Hunk): boolean => sizeOf(before) + sizeOf(after) > 0;

/** Pairs of lines up to which every pair is looked at. */
const mostCells = 250_000;

/** Without the lines that both sides begin and end with. */
function trimmed(texts: Texts, { before, after }: Hunk): Hunk {
  let head = 0;
  const shortest = Math.min(sizeOf(before), sizeOf(after));
  while (head < shortest && texts.before[before.start + head] === texts.after[after.start + head]) head++;
  let tail = 0;
  while (tail < shortest - head && texts.before[before.end - 1 - tail] === texts.after[after.end - 1 - tail]) tail++;
  return {
    before: { start: before.start + head, end: before.end - tail },
    after: { start: after.start + head, end: after.end - tail },
  };
}

/** A line of the one text that is a line of the other. */
interface Tie {
  readonly before: number;
  readonly after: number;
}

/** What lies before, between and behind ties. */
function between({ before, after }: Hunk, ties: readonly Tie[]): readonly Hunk[] {
  const starts = [{ before: before.start, after: after.start }, ...ties.map((tie) => ({ before: tie.before + 1, after: tie.after + 1 }))];
  const ends = [...ties, { before: before.end, after: after.end }];
  return starts.map((start, index) => {
    const end = ends[index] ?? start;
    return { before: { start: start.before, end: end.before }, after: { start: start.after, end: end.after } };
  });
}

function commonSubsequence(texts: Texts, { before, after }: Hunk): readonly Tie[] {
  const [height, width] = [sizeOf(before), sizeOf(after)];
  // lengths[row * (width + 1) + column]: of the longest common subsequence of what is from there to the ends.
  const lengths = new Uint32Array((height + 1) * (width + 1));
  const at = (row: number, column: number): number => lengths[row * (width + 1) + column] ?? 0;
  const same = (row: number, column: number): boolean => texts.before[before.start + row] === texts.after[after.start + column];
  for (let row = height - 1; row >= 0; row--)
    for (let column = width - 1; column >= 0; column--)
      lengths[row * (width + 1) + column] = same(row, column)
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1));
  const ties: Tie[] = [];
  for (let row = 0, column = 0; row < height && column < width; ) {
    if (same(row, column)) ties.push({ before: before.start + row++, after: after.start + column++ });
    else if (at(row + 1, column) >= at(row, column + 1)) row++;
    else column++;
  }
  return ties;
}

/** Where nothing is unique and the sides are equally long: lines that stayed where they were. */
function samePlaces(texts: Texts, { before, after }: Hunk): readonly Tie[] {
  const places = Array.from({ length: sizeOf(before) }, (_, index) => ({ before: before.start + index, after: after.start + index }));
  return places.filter((tie) => texts.before[tie.before] === texts.after[tie.after]);
}

/** Lines that each side has exactly once, in the order of the earlier text. */
function uniqueTies(texts: Texts, { before, after }: Hunk): readonly Tie[] {
  const places = uniquePlaces(texts.after, after);
  return [...uniquePlaces(texts.before, before)].flatMap(([line, place]) => {
    const other = places.get(line);
    return other === undefined ? [] : [{ before: place, after: other }];
  });
}

function uniquePlaces(lines: readonly string[], { start, end }: Range): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  for (let index = start; index < end; index++) {
    const line = lines[index] ?? "";
    if (places.has(line)) repeated.add(line);
    else places.set(line, index);
  }
  for (const line of repeated) places.delete(line);
  return places;
}

/** The longest run of ties whose order is that of both texts (by piles, as in patience sorting). */
function longestOrder(ties: readonly Tie[]): readonly Tie[] {
  const tops: number[] = [];
  const previous: (number | undefined)[] = [];
  ties.forEach((tie, index) => {
    let [low, high] = [0, tops.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ties[tops[middle] ?? 0]?.after ?? 0) < tie.after) low = middle + 1;
      else high = middle;
    }
    previous[index] = tops[low - 1];
    tops[low] = index;
  });
  const order: Tie[] = [];
  for (let index = tops.at(-1); index !== undefined; index = previous[index]) {
    const tie = ties[index];
    if (tie !== undefined) order.push(tie);
  }
  return order.reverse();
}

/** Hunks that touch are one. */
function joined(hunks: readonly Hunk[]): readonly Hunk[] {
  const whole: Hunk[] = [];
  for (const hunk of hunks) {
    const last = whole.at(-1);
    if (last !== undefined && last.before.end === hunk.before.start && last.after.end === hunk.after.start) {
      whole[whole.length - 1] = {
        before: { start: last.before.start, end: hunk.before.end },
        after: { start: last.after.start, end: hunk.after.end },
      };
    } else whole.push(hunk);
  }
  return whole;
}
