import { join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Plan, PlanStage } from "../graph/plan.ts";
import type { ContentReader, Exclude } from "../key/content.ts";
import type { Entry } from "../key/entry.ts";
import type { Probe } from "../kind/stage-context.ts";
import type { Lock } from "../lock/lock-file.ts";
import type { Digest, ProjectPath } from "../platform/identity.ts";
import type { Result } from "../platform/result.ts";
import type { BytesSource } from "../store/bytes-source.ts";
import type { Store } from "../store/store.ts";
import type { WorkspacePins } from "./workspace-pins.ts";

/** All that freshness is judged by. */
export interface Workspace {
  readonly plan: Plan;
  readonly reader: ContentReader;
  /** Absolute. */
  readonly projectRoot: string;
  readonly exclude: (folder: string) => Exclude;
  readonly pins: WorkspacePins;
  readonly store: Store;
  /** Absent where no remote is configured. */
  readonly remote?: BytesSource;
  readonly lock: Lock;
  /** Trimmed output of one of a stage's `tools`. */
  readonly toolOutput: (stage: PlanStage, command: string) => Promise<Result<string, Diagnostic>>;
  /** Asks an effect whether the world is as its inputs want it. */
  readonly probe: (stage: PlanStage, request: ProbeRequest) => Promise<Result<Probe, Diagnostic>>;
}

export interface ProbeRequest {
  readonly key: Digest;
  readonly inputs: Readonly<Record<string, readonly Entry[]>>;
}

export const absolute = ({ projectRoot }: Pick<Workspace, "projectRoot">, path: ProjectPath): string => join(projectRoot, path);
