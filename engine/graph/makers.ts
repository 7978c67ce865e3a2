import type { StageId } from "../platform/identity.ts";
import type { PlanStage } from "./plan.ts";

/** The stages that a stage is made from: whose outputs come in, or are the values of its matrix. */
export const makersOf = ({ inputs, lists = [] }: PlanStage): readonly StageId[] => [
  ...new Set([
    ...lists.map(({ stage }) => stage),
    ...inputs.flatMap((input) => input.from.flatMap((source) => (source.kind === "stage" ? [source.stage] : []))),
  ]),
];
