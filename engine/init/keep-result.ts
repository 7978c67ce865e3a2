import { keyStage } from "../freshness/key-stage.ts";
import { absolute } from "../freshness/workspace.ts";
import type { Plan } from "../graph/plan.ts";
import type { Platform } from "../platform/platform.ts";
import { collectMetrics, collectOutputs } from "../run/collect-outputs.ts";
import { keepEvidence } from "../run/keep-evidence.ts";
import { openSession } from "../run/session.ts";
import { leaseStore } from "../run/store-lease.ts";

export interface TracedResult {
  readonly platform: Platform;
  /** Of one stage. */
  readonly plan: Plan;
  readonly signal: AbortSignal;
  /** Called once, with whom is waited for: a `gc` at work. */
  readonly onWaiting: (holder: string) => void;
}

/**
 * Keeps what the traced command wrote as the result of its stage, so that the first run need not do again what was done just now.
 * As where a stage runs, objects enter the store before the result that names them. `false` where it cannot be kept.
 */
export async function keepResult({ platform, plan, signal, onWaiting }: TracedResult): Promise<boolean> {
  const [stage] = plan.stages.values();
  if (stage === undefined || plan.stages.size > 1 || !stage.cache) return false;
  const session = await openSession({ plan, platform, notify: () => undefined, signal });
  const { workspace, config } = session;
  const { projectRoot } = plan.pipeline;
  const lease = await leaseStore({ platform, storeFolder: config.store.folder, projectRoot, signal, onWaiting });
  try {
    if (signal.aborted) return false;
    const keyed = await keyStage(workspace, { stage, produced: () => undefined });
    const outputs = await collectOutputs(workspace, stage);
    const metrics = collectMetrics(workspace, { stage, type: "metrics" });
    if (!keyed.ok || !outputs.ok || !metrics.ok) return false;
    for (const { port, path } of stage.outputs) {
      const entry = outputs.value[port];
      if (entry === undefined || !(await workspace.store.put(entry, absolute(workspace, path))).ok) return false;
    }
    await keepEvidence(workspace, { stage, ...keyed.value });
    workspace.store.remember(keyed.value.manifest.key, { outputs: outputs.value, metrics: metrics.value });
    return true;
  } finally {
    await session.close();
    lease.release();
  }
}
