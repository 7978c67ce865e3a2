import type { Plan } from "../graph/plan.ts";
import type { Lock } from "../lock/lock-file.ts";
import type { ProjectData } from "./project-data.ts";

/** A pipeline with what is committed of its results. */
export interface LockedPlan {
  readonly plan: Plan;
  readonly lock: Lock;
}

/** What a push or a pull works on. A project may have data and no pipeline. */
export interface SharedProject {
  readonly data: ProjectData;
  readonly pipeline?: LockedPlan;
}
