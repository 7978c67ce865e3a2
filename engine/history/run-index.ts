import { dirname, join } from "node:path";
import type { RunHistory } from "../events/durations.ts";
import { listRuns } from "./list-runs.ts";
import { logPathOf, readRun } from "./read-run.ts";
import { overviewOf, type RunOverview } from "./run-overview.ts";

/** Raised whenever a line means something else: lines of another number count as not there. */
const formatNumber = 1;
/** More lines than this for each run, and the file is written anew. */
const mostLinesEach = 2;
/** Below this many lines it is never worth it. */
const leastLines = 64;

/** One line of the index: what a log of that size tells. */
interface IndexLine {
  readonly format: number;
  /** Bytes of the log when it was read: one that has grown is read again. */
  readonly size: number;
  readonly overview: RunOverview;
}

const fileOf = ({ projectRoot }: RunHistory): string => join(projectRoot, ".millrace", "state", "runs.jsonl");

/**
 * All runs that are kept, newest first. The logs are the truth; the index beside them spares reading those that have not changed.
 * It is only appended to, a line in one write, so that two engines and a kill cost at most a line; whatever of it is missing, torn
 * or of another size than the log is read from the log and appended again. A disk that refuses costs time, no answer.
 */
export function readOverviews(history: RunHistory): readonly RunOverview[] {
  const index = readIndex(history);
  const fresh: IndexLine[] = [];
  const runs = listRuns(history);
  const overviews = runs.flatMap((run) => {
    const size = sizeOf(history, run);
    const known = index.lines.get(run);
    if (known !== undefined && known.size === size) return [known.overview];
    const line = lineOf(history, run, size);
    if (line === undefined) return [];
    fresh.push(line);
    return [line.overview];
  });
  const bloated = index.count + fresh.length > Math.max(leastLines, mostLinesEach * runs.length);
  quietly(() => (bloated ? rewrite(history, new Set(runs), [...index.lines.values(), ...fresh]) : append(history, fresh)));
  return overviews;
}

/** To be called when a run has ended: the next list finds it. A run that left no log is none. */
export function indexRun(history: RunHistory, run: string): void {
  quietly(() => {
    const line = lineOf(history, run, sizeOf(history, run));
    if (line !== undefined) append(history, [line]);
  });
}

const sizeOf = (history: RunHistory, run: string): number => Number(history.disk.stat(logPathOf(history, run))?.size ?? -1n);

function lineOf(history: RunHistory, run: string, size: number): IndexLine | undefined {
  const past = readRun(history, run);
  // A log that was copied, or edited, may name another run than its file does: the file is what can be found again.
  return past === undefined ? undefined : { format: formatNumber, size, overview: { ...overviewOf(past), run } };
}

function readIndex(history: RunHistory): { readonly lines: ReadonlyMap<string, IndexLine>; readonly count: number } {
  const path = fileOf(history);
  const lines = new Map<string, IndexLine>();
  if (history.disk.stat(path)?.type !== "file") return { lines, count: 0 };
  const texts = history.disk.read(path).toString("utf8").split("\n").filter(Boolean);
  for (const text of texts) {
    const line = parseLine(text);
    if (line !== undefined) lines.set(line.overview.run, line);
  }
  return { lines, count: texts.length };
}

function parseLine(text: string): IndexLine | undefined {
  try {
    const line = JSON.parse(text) as IndexLine;
    return line.format === formatNumber && typeof line.overview.run === "string" ? line : undefined;
  } catch {
    return undefined;
  }
}

/** Begins with a line feed: what a kill may have torn before it stays a line of its own. */
function append(history: RunHistory, lines: readonly IndexLine[]): void {
  if (lines.length === 0) return;
  history.disk.makeDirectory("run-log", dirname(fileOf(history)));
  history.disk.append("run-log", fileOf(history), `\n${textOf(lines)}`);
}

function rewrite(history: RunHistory, runs: ReadonlySet<string>, lines: readonly IndexLine[]): void {
  const kept = lines.filter(({ overview }) => runs.has(overview.run));
  history.disk.makeDirectory("run-log", dirname(fileOf(history)));
  history.disk.replace("run-log", fileOf(history), textOf(kept));
}

const textOf = (lines: readonly IndexLine[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join("");

function quietly(write: () => void): void {
  try {
    write();
  } catch {
    // The next list reads the logs again.
  }
}
