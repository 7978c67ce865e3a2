import { hash } from "node:crypto";
import type { Located } from "../diagnostics/source.ts";
import { asStageId } from "../platform/identity.ts";
import type { SourceValue, StageSpec } from "../spec/pipeline.ts";
import type { DraftList, Instance } from "./instance.ts";
import { type AxisValues, type Combination, combine } from "./matrix-combinations.ts";
import type { ProblemList } from "./problem-list.ts";
import { resolveValue } from "./resolve.ts";
import { isUnknown, unknownText, unknownValue } from "./unknown-value.ts";
import { identityOf } from "./values.ts";

export interface ExpandContext {
  readonly params: SourceValue;
  readonly problems: ProblemList;
  /** Follows axes that are what a stage makes; without it none of their values is known. */
  readonly followList?: (request: ListRequest) => FollowedList;
}

export interface ListRequest {
  readonly spec: StageSpec;
  readonly axis: string;
  /** `plan.parts`. */
  readonly reference: Located<string>;
  /** Of the axes before it. */
  readonly before: Combination;
}

export interface FollowedList {
  readonly sources: readonly DraftList[];
  /** Absent while one of the sources is not known. */
  readonly values?: readonly SourceValue[];
}

/** `plan.parts`: an axis that is not written out, but made by a stage. */
export function listReference(values: SourceValue): Located<string> | undefined {
  if (values.kind !== "scalar" || values.tag !== "str" || values.text.includes("${{")) return undefined;
  return { value: values.text, at: values.at };
}

/** Names of the axes whose values a stage makes. */
export const computedAxes = ({ matrix }: StageSpec): readonly string[] =>
  (matrix?.axes ?? []).flatMap(({ name, values }) => (listReference(values) === undefined ? [] : [name.value]));

/** The stage itself, or an instance for each combination of its matrix, named `train@mlp-1`; `train@*` where an axis is not known yet. */
export function expandMatrix(spec: StageSpec, context: ExpandContext): readonly Instance[] {
  if (spec.matrix === undefined) return [{ id: asStageId(spec.name.value), spec, matrix: new Map(), axes: new Map(), lists: [] }];
  const axes = readAxes(spec, context);
  const include = readCombinations(spec.matrix.include, context);
  const exclude = readCombinations(spec.matrix.exclude, context);
  if (axes === undefined || include === undefined || exclude === undefined) return [];
  const combinations = combine({ axes: valuesOfAxes(spec, { axes, context }), include, exclude });
  const isComputed = [...axes.values()].some((axis) => "reference" in axis);
  if (combinations.length === 0 && !isComputed && !spec.incomplete) {
    context.problems.add({
      code: "matrix-empty",
      message: `the matrix of stage \`${spec.name.value}\` has no combination left`,
      at: spec.matrix.at,
      hint: "leave `matrix` out, or exclude less",
    });
  }
  const instances = combinations.map((matrix): Instance => {
    const own = new Map([...matrix].filter(([name]) => axes.size === 0 || axes.has(name)));
    return {
      id: asStageId(`${spec.name.value}@${[...matrix].flatMap((pair) => partOfName(pair, axes)).join("-")}`),
      spec,
      matrix,
      axes: own,
      lists: listsOf(spec, { axes, context, combination: own }),
    };
  });
  return distinct({ spec, instances, problems: context.problems });
}

/** Written out, or the reference to a list. */
type Axis = { readonly values: readonly SourceValue[] } | { readonly reference: Located<string> };
type Axes = ReadonlyMap<string, Axis>;

function readAxes(spec: StageSpec, context: ExpandContext): Axes | undefined {
  const axes = new Map<string, Axis>();
  let complete = true;
  for (const { name, values } of spec.matrix?.axes ?? []) {
    const reference = listReference(values);
    if (reference !== undefined) {
      axes.set(name.value, { reference });
      continue;
    }
    const resolved = resolveValue(values, contextOf(context));
    if (resolved?.kind === "list" && resolved.items.length > 0) axes.set(name.value, { values: resolved.items });
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

interface Expanding {
  readonly axes: Axes;
  readonly context: ExpandContext;
}

function valuesOfAxes(spec: StageSpec, { axes, context }: Expanding): ReadonlyMap<string, AxisValues> {
  const values = ([name, axis]: readonly [string, Axis]): readonly [string, AxisValues] => {
    if ("values" in axis) return [name, axis.values];
    const { reference } = axis;
    return [name, (before) => context.followList?.({ spec, axis: name, reference, before }).values ?? [unknownValue(reference.at)]];
  };
  return new Map([...axes].map(values));
}

/** The lists that one combination is made of. */
function listsOf(spec: StageSpec, { axes, context, combination }: Expanding & { readonly combination: Combination }): readonly DraftList[] {
  const names = [...axes.keys()];
  return [...axes].flatMap(([name, axis], index) => {
    if (!("reference" in axis)) return [];
    const before = new Map([...combination].filter(([other]) => names.indexOf(other) < index));
    return context.followList?.({ spec, axis: name, reference: axis.reference, before }).sources ?? [];
  });
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

/** Characters of a computed value that are its instance's name. */
const longestName = 64;

/**
 * Only axes are in the name; what `include` adds to a combination of the product is not. What is no name is named by its axis and
 * its place; of a computed list, whose order may change from run to run, by its axis and its content.
 */
function partOfName([name, value]: readonly [string, SourceValue], axes: Axes): readonly string[] {
  const axis = axes.get(name);
  if (axis === undefined && axes.size > 0) return [];
  if (isUnknown(value)) return [unknownText];
  const isComputed = axis !== undefined && "reference" in axis;
  const isName = value.kind === "scalar" && /^[A-Za-z0-9_-]+$/.test(value.text);
  if (isName && !(isComputed && value.text.length > longestName)) return [value.text];
  if (isComputed) return [`${name}${hash("sha256", identityOf(value)).slice(0, 8)}`];
  const values = axis?.values;
  const index = values?.findIndex((candidate) => identityOf(candidate) === identityOf(value)) ?? -1;
  return [`${name}${index < 0 ? (values?.length ?? 0) : index}`];
}

interface Naming {
  readonly spec: StageSpec;
  readonly instances: readonly Instance[];
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
