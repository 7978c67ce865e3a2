import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { placeIn } from "../../diagnostics/place.ts";
import type { Plan, PlanStage } from "../../graph/plan.ts";
import { byteCount } from "../../key/byte-count.ts";
import type { Shortage } from "./pools.ts";

/** Of a stage that wants more than there is, however long it waits. */
export function poolTooSmall(
  { pool, wanted, held }: Shortage,
  { plan, stage }: { readonly plan: Plan; readonly stage: PlanStage },
): Diagnostic {
  const at = stage.resources.find((resource) => resource.pool === pool)?.at ?? stage.at;
  const place = placeIn(plan.pipeline.sources, at);
  return {
    code: "pool-too-small",
    severity: "error",
    message: `stage ${stage.id} takes ${amount(pool, wanted)} of the pool \`${pool}\`, which holds ${amount(pool, held)}`,
    ...(place !== undefined && { place }),
    why: whyOf(pool),
    hint: `let the stage take less, run it on a larger machine, or write into millrace.config.yaml:\npools: { ${pool}: ${enough(pool, wanted)} }`,
  };
}

const amount = (pool: string, count: number): string => (pool === "memory" ? byteCount(count) : String(count));

function whyOf(pool: string): string {
  switch (pool) {
    case "memory":
      return "unless it is configured, it holds what the machine has";
    case "cpu":
      return "unless it is configured, it holds the processors of the machine, or what `--jobs` says where that is more";
    case "gpu":
      return "unless they are configured, its GPUs are those of CUDA_VISIBLE_DEVICES, or those that `nvidia-smi -L` lists";
    default:
      return "it holds what millrace.config.yaml says";
  }
}

function enough(pool: string, wanted: number): string {
  if (pool === "memory") return `${Math.ceil(wanted / 1e9)}GB`;
  if (pool !== "gpu") return String(Math.ceil(wanted));
  return `[${Array.from({ length: Math.ceil(wanted) }, (_, device) => `"${device}"`).join(", ")}]`;
}
