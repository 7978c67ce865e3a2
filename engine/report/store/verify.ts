import { relative } from "node:path";
import { byteCount } from "../../key/byte-count.ts";
import type { CorruptObject, Served, VerifiedStore } from "../../upkeep/verify-store.ts";
import type { VerifiedWorkspace } from "../../upkeep/verify-workspace.ts";
import { counted } from "../columns.ts";
import type { Painter } from "../painter.ts";

export interface VerifyReport {
  readonly store: VerifiedStore;
  /** Absent where it was not asked for. */
  readonly workspace?: VerifiedWorkspace;
}

export interface VerifyOptions {
  readonly paint: Painter;
  /** Absolute: of the project from which it was asked for. */
  readonly projectRoot: string;
}

/** Whether everything is what it was recorded to be. */
export const isSound = ({ store, workspace }: VerifyReport): boolean =>
  store.corrupt.length + store.tornResults.length + store.damagedRoots.length + (workspace?.differing.length ?? 0) === 0;

/** What was looked at, and what was wrong with it: what it served, and what becomes of that. */
export function renderVerify({ store, workspace }: VerifyReport, { paint, projectRoot }: VerifyOptions): string {
  const { objects, bytes, corrupt, tornResults, damagedRoots } = store;
  const bad = corrupt.flatMap((object) => corruptLines(object, { paint, projectRoot }));
  return [
    ...bad,
    ...tornResults.map((key) => `${paint.bad("torn")}  the record of result ${key.slice(0, 12)}: dropped`),
    ...damagedRoots.map((path) => `${paint.bad("torn")}  ${relative(projectRoot, path)}, the record of a project that uses the store`),
    ...(workspace?.differing ?? []).map(
      ({ path, stage }) => `${paint.caution("differs")}  ${path}, ${stage === undefined ? "from its pin" : `from what ${stage} made`}`,
    ),
    ...(corrupt.length + tornResults.length > 0 ? ["what was dropped is made again, or fetched, at the next run that needs it"] : []),
    `store: ${counted(objects, "object")}, ${byteCount(bytes)}: ${corrupt.length === 0 ? "sound" : `${corrupt.length} corrupt, dropped`}`,
    ...(workspace === undefined
      ? []
      : [`workspace: ${counted(workspace.paths, "path")} of outputs and pinned data: ${differingWords(workspace)}`]),
    "",
  ].join("\n");
}

const differingWords = ({ differing }: VerifiedWorkspace): string => (differing.length === 0 ? "sound" : `${differing.length} differ`);

function corruptLines({ digest, bytes, servedFor }: CorruptObject, { paint, projectRoot }: VerifyOptions): readonly string[] {
  const head = `${paint.bad("corrupt")}  object ${digest.slice(0, 12)}, ${byteCount(bytes)}`;
  if (servedFor.length === 0) return [`${head}: no stage or pin needed it`];
  return [head, ...servedFor.map((served) => `         ${servedWords(served, projectRoot)}`)];
}

function servedWords({ project, kind, source, stage }: Served, projectRoot: string): string {
  const where = project === projectRoot ? "" : ` in ${project}`;
  switch (kind) {
    case "lock":
      return `stage ${stage ?? ""} (${source})${where}`;
    case "pin":
      return `pinned data ${source}${where}`;
    case "branch":
      return `${stage === undefined ? "what" : `stage ${stage}, as`} the branch ${source} has it${where}`;
    case "registry":
      return `${source}${where}`;
    case "experiment":
      return `experiment ${source}${stage === undefined ? "" : `, stage ${stage}`}${where}`;
    case "run":
      return stage === undefined ? `${source}${where}` : `stage ${stage} in run ${source}${where}`;
  }
}

/** `verify --json`: one document. */
export const verifyDocument = (report: VerifyReport): string => `${JSON.stringify({ sound: isSound(report), ...report }, undefined, 2)}\n`;
