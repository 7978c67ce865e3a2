import { counted } from "../columns.ts";
import type { StageFacts, StageOutcome } from "./run-facts.ts";

/** Instances of a matrix that stay rows of their own; of more, the matrix is one row that opens. */
const mostRows = 12;

/** Stages that are shown together: a stage, a small matrix, or a large one that is folded. */
export interface StageGroup {
  /** Without the matrix suffix. */
  readonly name: string;
  readonly folded: boolean;
  readonly stages: readonly StageFacts[];
}

/** In the order in which the first of each could run. */
export function stageGroups(stages: readonly StageFacts[]): readonly StageGroup[] {
  const groups = new Map<string, StageFacts[]>();
  for (const stage of stages) {
    const name = stage.id.split("@")[0] ?? stage.id;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [stage]);
    else group.push(stage);
  }
  return [...groups].map(([name, members]) => ({ name, folded: members.length > mostRows, stages: members }));
}

/** `998 ran, 2 failed`. */
function outcomeCounts(stages: readonly StageFacts[]): string {
  const counts = new Map<StageOutcome, number>();
  for (const { outcome } of stages) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(", ");
}

/** `sample: 1000 stages, 998 ran, 2 failed`. */
export const groupWords = ({ name, stages }: StageGroup): string => `${name}: ${counted(stages.length, "stage")}, ${outcomeCounts(stages)}`;
