import type { StageId } from "../platform/identity.ts";
import { listed } from "./columns.ts";

/** Stages that are named of those that wait for the same. */
const mostNames = 3;
/** Rows; what waits for yet other pools is counted in the last. */
const mostRows = 3;

/** `28 waiting for gpu: train@1, train@2, train@3 and 25 more`: a row for all that wait for the same. */
export function waitingRows(waiting: ReadonlyMap<StageId, string>): readonly string[] {
  const byPools = new Map<string, StageId[]>();
  for (const [stage, words] of waiting) {
    const others = byPools.get(words);
    if (others === undefined) byPools.set(words, [stage]);
    else others.push(stage);
  }
  const groups = [...byPools];
  const rows = groups.slice(0, mostRows).map(([words, stages]) => `${stages.length} waiting ${words}: ${listed(stages, mostNames)}`);
  const others = groups.slice(mostRows).reduce((sum, [, stages]) => sum + stages.length, 0);
  return others === 0 ? rows : [...rows, `${others} waiting for something else`];
}
