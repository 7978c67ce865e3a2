import { join } from "node:path";
import { type EffectContext, type InputValue, type Reporter, type StageContext, StageFailure } from "../../kind/stage-context.ts";
import type { Job, JobInput } from "./job.ts";
import { materialize } from "./materialize.ts";

export interface Hands {
  readonly signal: AbortSignal;
  /** Without it, what the kind says is not heard. */
  readonly report?: Reporter;
}

/** What a kind's `run` is handed. */
export function stageContext(job: Job, { signal, report = silent }: Hands): StageContext {
  return {
    in: Object.fromEntries(Object.entries(job.in).map(([port, items]) => [port, inputValue(port, items)])),
    out: job.out,
    with: job.with,
    report,
    signal,
  };
}

/** What an effect's `probe` and `apply` are handed. */
export function effectContext(job: Job, hands: Hands): EffectContext {
  if (job.effect === undefined) throw new Error("an effect was started without its lineage");
  const { projectRoot, storeFolder, lineage } = job.effect;
  const shapes = join(projectRoot, ".millrace", "state", "stats.bin");
  return {
    ...stageContext(job, hands),
    projectRoot,
    lineage,
    materialize: (digest, path) => materialize({ storeFolder, statCacheFile: shapes, digest, path }),
  };
}

const silent: Reporter = { progress: () => undefined, log: () => undefined, backend: () => undefined, warn: () => undefined };

function inputValue(port: string, items: readonly JobInput[]): InputValue {
  return {
    items,
    bound: items.length > 0,
    get path() {
      return only(port, items).path;
    },
    get digest() {
      return only(port, items).digest;
    },
  };
}

function only(port: string, items: readonly JobInput[]): JobInput {
  const [item, ...others] = items;
  if (item !== undefined && others.length === 0) return item;
  const found = items.length === 0 ? "none" : `${items.length}`;
  throw new StageFailure({ code: "kind-contract", message: `the input ${port} is to be one thing, and there are ${found}` });
}
