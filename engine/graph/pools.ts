import { didYouMean, listOf } from "../diagnostics/did-you-mean.ts";
import type { ResourceSpec } from "../spec/pipeline.ts";
import type { CompileContext } from "./draft.ts";

/** What every machine has; other pools are the project's. */
const ownPools = ["cpu", "memory", "gpu"];

/**
 * A pool must be one that is configured: a name that is misspelled would keep nobody from anything. `named` is not there where only
 * the shape of an older pipeline is wanted.
 */
export function checkPools({ pipeline, problems }: CompileContext, named: Iterable<string> | undefined): void {
  const known = [...ownPools, ...(named ?? [])];
  const told = new Set<string>();
  for (const { pool, at, first, most, times } of pipeline.stages.flatMap(({ resources }) => resources)) {
    if (told.has(String(at))) continue;
    told.add(String(at));
    if (named !== undefined && !known.includes(pool)) problems.add(unknownPool({ pool, at, first }, known));
    const odd = pool === "gpu" ? [first, most ?? first].find((amount) => amount > 1 && !Number.isInteger(amount)) : undefined;
    if (odd !== undefined) {
      problems.add({
        code: "wrong-value",
        message: `no stage can take ${odd} GPUs`,
        at,
        why: "a GPU is shared, or it is taken whole: several are taken whole",
        hint: "write less than 1 for a share of one GPU, or a whole number",
      });
    }
    if (most !== undefined && most < first) {
      problems.add({
        code: "wrong-value",
        message: `\`most\` of \`${pool}\` is less than \`first\``,
        at,
        hint: times > 1 ? "`first` is what the first attempt takes, `most` where it stops growing" : undefined,
      });
    }
  }
}

function unknownPool({ pool, at, first }: Pick<ResourceSpec, "pool" | "at" | "first">, known: readonly string[]) {
  const near = didYouMean(pool, known);
  const line = `write into millrace.config.yaml how many places it has:\npools: { ${pool}: ${Math.max(1, Math.ceil(first))} }`;
  return {
    code: "unknown-pool",
    message: `there is no pool \`${pool}\``,
    at,
    why: `the pools are ${listOf(known)}`,
    hint: near === undefined ? line : `did you mean \`${near}\`? Else ${line}`,
  } as const;
}
