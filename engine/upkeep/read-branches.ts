import type { StoreConfig } from "../config/config.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Platform } from "../platform/platform.ts";
import { type Result, success } from "../platform/result.ts";
import { branchNeeds } from "./branch-needs.ts";
import type { Need } from "./needs.ts";
import { type ContentsRequest, knownRoots } from "./store-contents.ts";

export interface BranchesRequest {
  readonly platform: Platform;
  readonly store: StoreConfig;
  /** Absolute: of the project that asks. */
  readonly projectRoot: string;
  readonly signal: AbortSignal;
}

/** What the branches of all projects that use the store need. A failure where git cannot be asked in the project that asks. */
export async function readBranches(request: BranchesRequest): Promise<Result<NonNullable<ContentsRequest["branches"]>, Diagnostic>> {
  const { platform, store, projectRoot, signal } = request;
  const { branches, tags } = store;
  const needs = new Map<string, readonly Need[] | "unknown">();
  for (const { project } of knownRoots(platform.disk, { storeFolder: store.folder, projectRoot }).roots) {
    const read = await branchNeeds({ platform, project, branches, tags, signal });
    if (!read.ok && project === projectRoot) return read;
    needs.set(project, read.ok ? read.value : "unknown");
  }
  return success(needs);
}
