import { asStageId } from "../platform/identity.ts";
import type { SourceValue, StageSpec } from "../spec/pipeline.ts";
import type { Instance } from "./instance.ts";
import { type Combination, combine } from "./matrix-combinations.ts";
import type { ProblemList } from "./problem-list.ts";
import { resolveValue } from "./resolve.ts";
import { identityOf } from "./values.ts";

export interface ExpandContext {
  readonly params: SourceValue;
  readonly problems: ProblemList;
}

/** The stage itself, or an instance for each combination of its matrix, named `train@mlp-1`. */
export function expandMatrix(spec: StageSpec, context: ExpandContext): readonly Instance[] {
  if (spec.matrix === undefined) return [{ id: asStageId(spec.name.value), spec, matrix: new Map(), axes: new Map() }];
  const axes = readAxes(spec, context);
  const include = readCombinations(spec.matrix.include, context);
  const exclude = readCombinations(spec.matrix.exclude, context);
  if (axes === undefined || include === undefined || exclude === undefined) return [];
  const combinations = combine({ axes, include, exclude });
  if (combinations.length === 0 && !spec.incomplete) {
    context.problems.add({
      code: "matrix-empty",
      message: `the matrix of stage \`${spec.name.value}\` has no combination left`,
      at: spec.matrix.at,
      hint: "leave `matrix` out, or exclude less",
    });
  }
  const instances = combinations.map((matrix) => ({
    id: asStageId(`${spec.name.value}@${[...matrix].flatMap((pair) => partOfName(pair, axes)).join("-")}`),
    spec,
    matrix,
    axes: new Map([...matrix].filter(([name]) => axes.size === 0 || axes.has(name))),
  }));
  return distinct({ spec, instances, axes, problems: context.problems });
}

type Axes = ReadonlyMap<string, readonly SourceValue[]>;

function readAxes(spec: StageSpec, context: ExpandContext): Axes | undefined {
  const axes = new Map<string, readonly SourceValue[]>();
  let complete = true;
  for (const { name, values } of spec.matrix?.axes ?? []) {
    const resolved = resolveValue(values, contextOf(context));
    if (resolved?.kind === "list" && resolved.items.length > 0) axes.set(name.value, resolved.items);
    else complete = false;
    if (resolved === undefined || (resolved.kind === "list" && resolved.items.length > 0)) continue;
    context.problems.add(
      resolved.kind === "list"
        ? {
            code: "matrix-empty",
            message: `axis \`${name.value}\` has no values`,
            at: values.at,
            hint: "leave the axis out, or give it values",
          }
        : {
            code: "wrong-type",
            message: `axis \`${name.value}\` is not a list`,
            at: values.at,
            hint: `write \`${name.value}: [first, second]\``,
          },
    );
  }
  return complete ? axes : undefined;
}

function readCombinations(values: readonly SourceValue[], context: ExpandContext): readonly Combination[] | undefined {
  const resolved = values.map((value) => resolveValue(value, contextOf(context)));
  const combinations = resolved.map((value) =>
    value?.kind === "map" ? new Map(value.entries.map((entry) => [entry.key, entry.value])) : undefined,
  );
  for (const value of resolved) {
    if (value === undefined || value.kind === "map") continue;
    context.problems.add({ code: "wrong-type", message: "a combination is a map of axis and value", at: value.at });
  }
  return combinations.includes(undefined) ? undefined : (combinations as readonly Combination[]);
}

const contextOf = ({ params, problems }: ExpandContext) => ({ scope: { params, matrix: new Map() }, problems });

/** Only axes are in the name; what `include` adds to a combination of the product is not. */
function partOfName([name, value]: readonly [string, SourceValue], axes: Axes): readonly string[] {
  const values = axes.get(name);
  if (values === undefined && axes.size > 0) return [];
  if (value.kind === "scalar" && /^[A-Za-z0-9_-]+$/.test(value.text)) return [value.text];
  const index = values?.findIndex((candidate) => identityOf(candidate) === identityOf(value)) ?? -1;
  return [`${name}${index < 0 ? (values?.length ?? 0) : index}`];
}

interface Naming {
  readonly spec: StageSpec;
  readonly instances: readonly Instance[];
  readonly axes: Axes;
  readonly problems: ProblemList;
}

function distinct({ spec, instances, problems }: Naming): readonly Instance[] {
  const seen = new Map<string, Instance>();
  const collisions = new Set<string>();
  for (const instance of instances) {
    const other = seen.get(instance.id);
    if (other === undefined) seen.set(instance.id, instance);
    else if (!collisions.has(instance.id)) {
      collisions.add(instance.id);
      problems.add({
        code: "matrix-collision",
        message: `two combinations of stage \`${spec.name.value}\` are both named \`${instance.id}\``,
        at: spec.matrix?.at ?? spec.at,
        why: `${describe(other.matrix)} and ${describe(instance.matrix)}`,
        hint: "change a value so that the names differ",
      });
    }
  }
  return [...seen.values()];
}

const describe = (combination: Combination): string =>
  [...combination].map(([name, value]) => `${name} = ${value.kind === "scalar" ? value.text : value.kind} (${tagOf(value)})`).join(", ");

const tagOf = (value: SourceValue): string => (value.kind === "scalar" ? value.tag : value.kind);
