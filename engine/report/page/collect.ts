import { join } from "node:path";
import type { RunHistory } from "../../events/durations.ts";
import type { LoggedEvent } from "../../events/run-log.ts";
import { listRuns } from "../../history/list-runs.ts";
import { readRun } from "../../history/read-run.ts";
import { digestOf } from "../../key/digest.ts";
import type { Digest, ProjectPath, StageId } from "../../platform/identity.ts";
import { logFile } from "../../run/attempt/attempt.ts";
import { Objects } from "../../store/objects.ts";
import { drawSvg } from "../graph/svg.ts";
import { isDocument } from "./documents.ts";
import { runDrawing } from "./graph.ts";
import type { KeptFile, KeptLog, PageSource, PreviousRun } from "./page-source.ts";
import { isPicture } from "./pictures.ts";
import { type RunFacts, runFacts } from "./run-facts.ts";

/** Bytes: of one file, of all files, of one log, of the logs of what failed, of all other logs. A page stays one that a mail can carry. */
const mostOfFile = 1_000_000;
const mostOfFiles = 2_400_000;
const mostOfLog = 200_000;
const mostOfFailures = 1_000_000;
const mostOfOthers = 300_000;

export interface PageHistory extends RunHistory {
  /** Absolute. */
  readonly storeFolder: string;
}

/** What a page of this run needs besides its events; `undefined` where the events tell of no run. Nothing is written. */
export async function collectPage(history: PageHistory, events: readonly LoggedEvent[]): Promise<PageSource | undefined> {
  const facts = runFacts(events);
  if (facts === undefined) return undefined;
  const files = new FileReader(history);
  const drawing = runDrawing(facts);
  return {
    facts,
    previous: previousRun(history, facts),
    pictures: files.read(facts, isPicture),
    documents: files.read(facts, isDocument),
    logs: readLogs(history, facts),
    graph: drawing === undefined ? undefined : await drawSvg(drawing),
  };
}

/** The newest that came before and has metrics. */
function previousRun(history: RunHistory, { started, stages }: RunFacts): PreviousRun | undefined {
  if (!stages.some(({ finished }) => Object.keys(finished?.metrics ?? {}).length > 0)) return undefined;
  for (const run of listRuns(history)) {
    if (run >= started.run) continue;
    const past = readRun(history, run);
    if (past?.started.pipeline !== started.pipeline) continue;
    const measured = past.stages.filter(({ metrics }) => Object.keys(metrics).length > 0);
    if (measured.length > 0) return { run, at: past.started.at, metrics: new Map(measured.map(({ stage, metrics }) => [stage, metrics])) };
  }
  return undefined;
}

/** Outputs as the run left them: from where they lie, if they are still the same, else from the store. */
class FileReader {
  readonly #history: RunHistory;
  readonly #objects: Objects;
  #left = mostOfFiles;

  constructor(history: PageHistory) {
    this.#history = history;
    this.#objects = new Objects({ disk: history.disk, folder: join(history.storeFolder, "objects"), onCorrupt: () => {} });
  }

  read({ stages }: RunFacts, wanted: (path: string) => boolean): readonly KeptFile[] {
    return stages.flatMap(({ id, finished }) =>
      (finished?.outputs ?? [])
        .filter(({ path }) => wanted(path))
        .map(({ port, path, digest }) => ({ stage: id, port, path, digest, bytes: this.#bytes(path, digest) })),
    );
  }

  #bytes(path: ProjectPath, digest: Digest): Buffer | string {
    const { disk, projectRoot } = this.#history;
    const file = join(projectRoot, path);
    const lying = disk.stat(file);
    if (lying?.type === "directory") return `${path} is a folder`;
    if (lying?.type === "file" && Number(lying.size) > mostOfFile) return `${path} is too large for this page: ${lying.size} bytes`;
    const bytes = lying?.type === "file" ? disk.read(file) : undefined;
    const found = bytes !== undefined && digestOf(bytes) === digest ? bytes : this.#objects.read(digest);
    if (found === undefined) return `${path} has changed since this run, and its bytes are no longer kept`;
    if (found.length > mostOfFile || found.length > this.#left) return `${path} is too large for this page: ${found.length} bytes`;
    this.#left -= found.length;
    return found;
  }
}

/** First what failed: of it, as much as fits. */
function readLogs(history: RunHistory, { stages, started: { run } }: RunFacts): ReadonlyMap<StageId, KeptLog> {
  const logs = new Map<StageId, KeptLog>();
  const isWrong = (outcome: string): boolean => outcome === "failed" || outcome === "unfinished";
  for (const [wrong, budget] of [
    [true, mostOfFailures],
    [false, mostOfOthers],
  ] as const) {
    let left = budget;
    for (const { id, outcome, finished } of stages) {
      // A stage that was at work when the log ends has not told where its own is.
      const path = outcome === "unfinished" ? logFile(run, id) : finished?.log;
      if (isWrong(outcome) !== wrong || path === undefined) continue;
      const log = readLog(history, { path, most: Math.min(left, mostOfLog) });
      if (log === undefined) continue;
      left -= log.text.length;
      logs.set(id, log);
    }
  }
  return logs;
}

function readLog(
  { disk, projectRoot }: RunHistory,
  { path, most }: { readonly path: ProjectPath; readonly most: number },
): KeptLog | undefined {
  const file = join(projectRoot, path);
  if (most <= 0 || disk.stat(file)?.type !== "file") return undefined;
  const bytes = disk.read(file);
  if (bytes.length <= most) return { path, text: bytes.toString("utf8"), leftOut: 0 };
  const end = bytes.subarray(bytes.length - most).toString("utf8");
  // From the first whole line on.
  const text = end.slice(end.indexOf("\n") + 1);
  return { path, text, leftOut: bytes.length - Buffer.byteLength(text) };
}
