import { extname, join } from "node:path";
import type { Plan } from "../../graph/plan.ts";
import { digestOf } from "../../key/digest.ts";
import { parseEntry } from "../../key/entry.ts";
import type { Lock } from "../../lock/lock-file.ts";
import type { Disk } from "../../platform/disk.ts";
import type { Digest, ProjectPath, StageId } from "../../platform/identity.ts";
import type { Store } from "../../store/store.ts";
import { isWanted, type RowState } from "./compare-metrics.ts";

/** A plot in one version, or in two. */
export interface Plot {
  readonly stage: StageId;
  readonly port: string;
  readonly path: ProjectPath;
  /** A picture is shown as it is; of a table lines are drawn. */
  readonly shape: "picture" | "table";
  readonly state: RowState;
  readonly before?: PlotVersion;
  readonly after?: PlotVersion;
}

export interface PlotVersion {
  readonly digest: Digest;
  /** `undefined`: they are neither in the workspace, nor in the store, nor in the commit. */
  readonly bytes: Buffer | undefined;
}

export interface PlotsRequest {
  readonly plan: Plan;
  readonly disk: Disk;
  readonly store: Pick<Store, "readBytes">;
  /** `undefined` where only what is now is wanted. */
  readonly before: LockedVersion | undefined;
  readonly after: LockedVersion;
  readonly stages?: readonly string[];
}

export interface LockedVersion {
  readonly lock: Lock;
  /** What a commit holds at a path: outputs may be committed. */
  readonly committed?: (path: string) => Promise<Buffer | undefined>;
}

/** Every plot of the plan that some version has: outputs of type `plot`, and tables named `history`, which are learning curves. */
export async function plotVersions(request: PlotsRequest): Promise<readonly Plot[]> {
  const plots: Plot[] = [];
  for (const { id, outputs } of request.plan.stages.values()) {
    if (!isWanted(id, request.stages)) continue;
    for (const { port, path, type } of outputs) {
      const shape = shapeOf({ port, path, type });
      if (shape === undefined) continue;
      const place = { stage: id, port, path };
      const after = await versionOf(request, { version: request.after, place });
      const before = request.before === undefined ? undefined : await versionOf(request, { version: request.before, place });
      if (before === undefined && after === undefined) continue;
      plots.push({ ...place, shape, state: stateOf(before, after), ...(before && { before }), ...(after && { after }) });
    }
  }
  return plots;
}

const pictures = new Set([".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif"]);
const tables = new Set([".csv", ".tsv", ".json", ".jsonl", ".arrow", ".parquet"]);

/** `undefined`: no plot, or one that no page can show. */
function shapeOf({ port, path, type }: { readonly port: string; readonly path: string; readonly type: string }): Plot["shape"] | undefined {
  const extension = extname(path).toLowerCase();
  if (type === "table") return port === "history" ? "table" : undefined;
  if (type !== "plot") return undefined;
  return pictures.has(extension) ? "picture" : tables.has(extension) ? "table" : undefined;
}

interface Place {
  readonly stage: StageId;
  readonly port: string;
  readonly path: ProjectPath;
}

async function versionOf(
  { plan, disk, store }: PlotsRequest,
  { version, place }: { readonly version: LockedVersion; readonly place: Place },
): Promise<PlotVersion | undefined> {
  const entry = parseEntry(version.lock.records.get(place.stage)?.out[place.port] ?? "");
  if (entry === undefined || entry.shape === "directory") return undefined;
  const { digest } = entry;
  const file = join(plan.pipeline.projectRoot, place.path);
  const lying = disk.statTarget(file)?.type === "file" ? disk.read(file) : undefined;
  if (lying !== undefined && digestOf(lying) === digest) return { digest, bytes: lying };
  const stored = store.readBytes(digest);
  if (stored !== undefined) return { digest, bytes: stored };
  const committed = await version.committed?.(file);
  return { digest, bytes: committed !== undefined && digestOf(committed) === digest ? committed : undefined };
}

function stateOf(before: PlotVersion | undefined, after: PlotVersion | undefined): RowState {
  if (before === undefined) return "added";
  if (after === undefined) return "removed";
  return before.digest === after.digest ? "same" : "changed";
}
