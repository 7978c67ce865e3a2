import { dirname, isAbsolute, join, relative, sep } from "node:path";
import { absolute, type Workspace } from "../freshness/workspace.ts";
import { readContent } from "../key/content.ts";
import { type Entry, parseEntry, sameEntry } from "../key/entry.ts";
import type { Ledger } from "../lock/ledger.ts";
import type { ProjectPath, StageId } from "../platform/identity.ts";
import { bytesBelow } from "./bytes-below.ts";
import type { OutputKeeper } from "./output-keeper.ts";

export interface CleanOutputsRequest {
  readonly workspace: Workspace;
  readonly ledger: Ledger;
  readonly keeper: OutputKeeper;
  /** Also what a person made of an output. */
  readonly force: boolean;
  /** Only tell. */
  readonly dryRun: boolean;
}

export interface CleanedOutput {
  readonly path: ProjectPath;
  readonly stage: StageId;
  readonly bytes: number;
  /** Whether the store can bring it back. */
  readonly restorable: boolean;
}

export interface KeptOutput {
  readonly path: ProjectPath;
  readonly stage: StageId;
  /** `edited`: a person's bytes, of which there is no copy. `input`: some stage reads it as a source. `outside`: a link leads out of the project. */
  readonly why: "edited" | "input" | "outside";
}

export interface CleanedOutputs {
  readonly removed: readonly CleanedOutput[];
  readonly kept: readonly KeptOutput[];
}

/** Removes what Millrace made for the selected stages; of the whole pipeline, also what stages left that it no longer has. */
export async function cleanOutputs(request: CleanOutputsRequest): Promise<CleanedOutputs> {
  const removed: CleanedOutput[] = [];
  const kept: KeptOutput[] = [];
  for (const candidate of candidates(request)) {
    const judged = await judge(request, candidate);
    if (judged === undefined) {
      if (!request.dryRun) request.keeper.forget(candidate.path);
    } else if ("why" in judged) kept.push(judged);
    else {
      removed.push(judged);
      if (!request.dryRun) request.keeper.remove(candidate.path);
    }
  }
  return { removed, kept };
}

interface Candidate {
  readonly path: ProjectPath;
  readonly stage: StageId;
  /** What Millrace left there; absent where that is not known. */
  readonly wanted: Entry | undefined;
  /** Left by a stage that did not come to its end. */
  readonly debris: boolean;
}

/** Outputs by the ledger; where that is lost, by the plan and its lock. In plan order, then what stages left that are gone. */
function candidates({ workspace, ledger }: CleanOutputsRequest): readonly Candidate[] {
  const { plan, lock } = workspace;
  const { lockFile } = plan.pipeline;
  const owned = plan.complete ? ledger.of(lockFile) : [...plan.selected].flatMap((stage) => ledger.ofStage(lockFile, stage));
  const found = new Map<ProjectPath, Candidate>(
    owned.map(({ path, stage, entry }) => [path, { path, stage, wanted: entry, debris: entry === undefined }]),
  );
  for (const stage of plan.stages.values()) {
    if (!plan.selected.has(stage.id) || stage.skipped) continue;
    for (const { port, path } of stage.outputs) {
      if (ledger.at(path) !== undefined) continue;
      const wanted = parseEntry(lock.records.get(stage.id)?.out[port] ?? "");
      found.set(path, { path, stage: stage.id, wanted, debris: false });
    }
  }
  const places = new Map([...plan.stages.keys()].map((stage, index) => [stage, index]));
  const placeOf = ({ stage }: Candidate): number => places.get(stage) ?? places.size;
  return [...found.values()].sort((one, other) => placeOf(one) - placeOf(other));
}

/** `undefined` where nothing stands there. */
async function judge(request: CleanOutputsRequest, candidate: Candidate): Promise<CleanedOutput | KeptOutput | undefined> {
  const { workspace, force } = request;
  const { reader, store } = workspace;
  const { path, stage, wanted, debris } = candidate;
  const target = absolute(workspace, path);
  if (reader.disk.stat(target) === undefined) return undefined;
  if (leavesProject(workspace, target)) return { path, stage, why: "outside" };
  if (isSource(workspace, path)) return { path, stage, why: "input" };
  const there = debris ? undefined : await readContent(reader, { path: target });
  const restorable = there !== undefined && store.has(there);
  const ours = debris || restorable || (there !== undefined && wanted !== undefined && sameEntry(there, wanted));
  if (!ours && !force) return { path, stage, why: "edited" };
  return { path, stage, bytes: bytesBelow(reader.disk, target), restorable };
}

/** A folder on the way may have become a link. */
function leavesProject({ reader, plan }: Workspace, target: string): boolean {
  const root = reader.disk.realPath(plan.pipeline.projectRoot);
  const folder = reader.disk.realPath(dirname(target));
  if (root === undefined || folder === undefined) return true;
  const way = relative(root, join(folder, "x"));
  return way.startsWith(`..${sep}`) || isAbsolute(way);
}

const isSource = ({ plan }: Workspace, path: ProjectPath): boolean =>
  [...plan.stages.values()].some(({ inputs }) =>
    inputs.some(({ from }) => from.some((source) => source.kind === "file" && overlaps(source.path, path))),
  );

const overlaps = (one: string, other: string): boolean => one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`);
