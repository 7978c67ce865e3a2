import { groupBy } from "../platform/group-by.ts";
import type { StageId } from "../platform/identity.ts";
import type { ListSource, Plan } from "./plan.ts";
import { isPlaceholder, patternSource } from "./unknown-value.ts";

/** Of lists: what `Lists` calls it. */
export const listName = ({ stage, port }: Pick<ListSource, "stage" | "port">): string => `${stage}.${port}`;

/** The lists that selected instances wait for and that a stage can tell; those of stages that are themselves to come are not yet among them. */
export function awaitedLists({ stages, selected }: Plan): readonly ListSource[] {
  const found = new Map<string, ListSource>();
  for (const { id, lists = [] } of stages.values()) {
    if (!isPlaceholder(id) || !selected.has(id)) continue;
    for (const list of lists) if (!list.known && stages.get(list.stage)?.pending !== true) found.set(listName(list), list);
  }
  return [...found.values()];
}

/** Whether that stage is one of the instances that the plan still waits for: what it once left is not left over. */
export function isAwaited({ stages }: Plan): (stage: StageId) => boolean {
  const waiting = [...stages.values()].filter(({ id, skipped }) => isPlaceholder(id) && !skipped);
  const patterns = groupBy(
    waiting.map(({ id, name }) => ({ name, standsFor: patternOf(id) })),
    ({ name }) => name,
  );
  return (stage) => patterns.get(stage.split("@")[0] ?? "")?.some(({ standsFor }) => standsFor.test(stage)) === true;
}

const patternOf = (placeholder: StageId): RegExp => new RegExp(`^${patternSource(placeholder)}$`);
