import { join } from "node:path";
import type { Plan } from "../../graph/plan.ts";
import { readLock } from "../../lock/lock-file.ts";
import type { StageId } from "../../platform/identity.ts";
import type { Platform } from "../../platform/platform.ts";
import { check } from "../../run/check.ts";
import { plainValue } from "../../spec/plain-value.ts";
import { type Leaves, leavesOf } from "../leaves.ts";
import type { RunOverview } from "../run-overview.ts";

/** What the workspace itself has: what experiments are compared with. */
export interface WorkspaceOverview extends Pick<RunOverview, "metrics" | "gates"> {
  readonly params: Leaves;
  readonly status: "ok" | "gate-failed" | "stale";
}

/** From the pipeline and its lock, without running anything; `stale` where the lock is of other params or files: their metrics are not told. */
export async function workspaceOverview(platform: Platform, plan: Plan): Promise<WorkspaceOverview> {
  const { pipeline } = plan;
  const { records } = readLock(platform.disk, join(pipeline.projectRoot, pipeline.lockFile));
  const { verdicts, gates, plan: grown } = await check({ plan, platform, signal: new AbortController().signal });
  const current = [...verdicts.values()].every(({ state }) => state === "fresh" || state === "skipped");
  const outdated = new Set<StageId>();
  for (const { id, needs } of grown.stages.values()) {
    if (verdicts.get(id)?.state === "stale" || needs.some((stage) => outdated.has(stage))) outdated.add(id);
  }
  const measured = [...records].filter(([stage, { metrics }]) => Object.keys(metrics).length > 0 && !outdated.has(stage));
  return {
    params: leavesOf(plainValue(pipeline.params)),
    metrics: Object.fromEntries(measured.map(([stage, { metrics }]) => [stage, metrics])),
    gates: gates.map(({ stage, metric, operator, passed }) => ({ stage, metric, operator, passed })),
    status: !current ? "stale" : gates.every(({ passed }) => passed) ? "ok" : "gate-failed",
  };
}
