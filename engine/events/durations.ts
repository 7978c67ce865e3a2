import { join } from "node:path";
import type { Disk } from "../platform/disk.ts";
import { asStageId, type ProjectPath, type StageId } from "../platform/identity.ts";

/** Where a project's run history is kept. */
export interface RunHistory {
  readonly disk: Disk;
  /** Absolute. */
  readonly projectRoot: string;
}

type Table = Readonly<Record<string, Readonly<Record<string, number>>>>;

const fileOf = ({ projectRoot }: RunHistory): string => join(projectRoot, ".millrace", "state", "durations.json");

/** Milliseconds that each stage of a pipeline took when it last ran: estimates for the critical path, never a fact of a key. */
export function readDurations(history: RunHistory, pipeline: ProjectPath): ReadonlyMap<StageId, number> {
  const stages = Object.entries(readTable(history)[pipeline] ?? {});
  return new Map(stages.filter(([, value]) => typeof value === "number" && value >= 0).map(([stage, value]) => [asStageId(stage), value]));
}

export function recordDurations(
  history: RunHistory,
  run: { readonly pipeline: ProjectPath; readonly durations: ReadonlyMap<StageId, number> },
): void {
  const table = readTable(history);
  const rounded = [...run.durations].map(([stage, value]) => [stage, Math.round(value)] as const);
  const stages = { ...table[run.pipeline], ...Object.fromEntries(rounded) };
  const path = fileOf(history);
  history.disk.makeDirectory("run-log", join(path, ".."));
  history.disk.replace("run-log", path, `${JSON.stringify({ ...table, [run.pipeline]: stages })}\n`);
}

/** A file that cannot be read is no loss: the estimates start anew. */
function readTable(history: RunHistory): Table {
  const path = fileOf(history);
  if (history.disk.stat(path)?.type !== "file") return {};
  try {
    const table: unknown = JSON.parse(history.disk.read(path).toString("utf8"));
    return typeof table === "object" && table !== null && !Array.isArray(table) ? (table as Table) : {};
  } catch {
    return {};
  }
}
