import { cpSync, existsSync } from "node:fs";
import type { StageKind } from "../../engine/kind/define-stage.ts";
import type { EffectContext, Lineage, Probe } from "../../engine/kind/stage-context.ts";
import type { Digest } from "../../engine/platform/identity.ts";
import { digestOf, type StageBench, stageContext } from "./stage-context.ts";

export interface EffectBench<With, In extends string, Out extends string> extends Omit<StageBench<With, In, Out>, "context"> {
  readonly context: EffectContext<With, In, Out>;
  probe(): Promise<Probe>;
  apply(): Promise<void>;
}

/** A store of a few folders: gives out a copy of the one that has the digest. */
export function materializeFrom(...folders: readonly string[]) {
  return async (digest: Digest, path: string): Promise<"done" | "absent"> => {
    const found = folders.find((folder) => existsSync(folder) && digestOf(folder) === digest);
    if (found === undefined) return "absent";
    cpSync(found, path, { recursive: true, errorOnExist: true });
    return "done";
  };
}

/** The context of an effect, in a project of its own. `stored` are the model folders whose bytes the store has. */
export function effectContext<With, In extends string, Out extends string>({
  kind,
  projectRoot,
  lineage,
  stored = [],
  ...rest
}: {
  readonly kind: StageKind<With, In, Out>;
  readonly in: Readonly<Partial<Record<In, string | readonly string[]>>>;
  readonly with: With;
  readonly projectRoot: string;
  readonly lineage: Lineage;
  readonly stored?: readonly string[];
}): EffectBench<With, In, Out> {
  const { work } = kind;
  if (work.effect !== true) throw new Error(`${kind.name} is no effect`);
  const bench = stageContext({ kind, ...rest });
  const context = { ...bench.context, projectRoot, lineage, materialize: materializeFrom(...stored) };
  return { ...bench, context, probe: () => work.probe(context), apply: () => work.apply(context) };
}
