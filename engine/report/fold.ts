import { groupBy } from "../platform/group-by.ts";
import type { StageId } from "../platform/identity.ts";
import { listed } from "./columns.ts";

/** A line of a list of stages: of one stage, or of instances of a matrix that have the same to say. */
export interface Folded {
  /** `train`, `train@mlp-1`, `train@* (998)`. */
  readonly name: string;
  readonly text: string;
  /** In plan order. */
  readonly stages: readonly StageId[];
}

export interface Said {
  readonly stage: StageId;
  readonly text: string;
}

/** Instances that are listed one by one; more that say the same are one line. */
const mostSingle = 3;

/** Folds instances of a matrix that say the same but for their own names and digests. The order stays that of the first of each. */
export function folded(lines: readonly Said[]): readonly Folded[] {
  const groups = groupBy(lines, (line) => `${matrixOf(line.stage) ?? line.stage}\n${generalised(line)}`);
  return [...groups.values()].flatMap((group): readonly Folded[] => {
    const [first] = group;
    const matrix = first === undefined ? undefined : matrixOf(first.stage);
    if (first === undefined || matrix === undefined || group.length <= mostSingle)
      return group.map(({ stage, text }) => ({ name: stage, text, stages: [stage] }));
    const alike = group.every(({ text }) => text === first.text);
    return [
      {
        name: `${matrix}@* (${group.length})`,
        text: alike ? first.text : generalised(first),
        stages: group.map(({ stage }) => stage),
      },
    ];
  });
}

function matrixOf(stage: StageId): string | undefined {
  const at = stage.indexOf("@");
  return at < 0 ? undefined : stage.slice(0, at);
}

/** Without its own name, the values that it is named by, and digests: what instances of a matrix have to say alike. */
function generalised({ stage, text }: Said): string {
  const at = stage.indexOf("@");
  if (at < 0) return text;
  const suffix = stage.slice(at + 1);
  // A number may mean anything else.
  const names = [suffix, ...suffix.split("-")].filter((name) => name.length > 2 && !/^\d+$|\*/.test(name));
  const unnamed = names.reduce((rest, name) => rest.replace(new RegExp(`\\b${name}\\b`, "g"), "*"), text.replaceAll(`@${suffix}`, "@*"));
  return unnamed.replace(/:? \b[0-9a-f]{8} -> [0-9a-f]{8}\b/g, " changed");
}

/** `split, train@* (998)`: several instances of a matrix are one name. */
export function stageNames(stages: readonly StageId[]): string {
  const said = folded(stages.map((stage) => ({ stage, text: "" }))).map(({ name }) => name);
  return listed(said, mostSingle);
}
