import type { Graph } from "@dagrejs/graphlib";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean, listOf } from "../diagnostics/did-you-mean.ts";
import type { StageId } from "../platform/identity.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { successorsOf } from "./stage-graph.ts";
import { isPlaceholder, standsFor } from "./unknown-value.ts";

export interface SelectionRequest {
  /** `train`, `train@mlp-1`, `train@*`, `tr*`, `train+` (and what needs it), `+train` (and what it needs, even with `only`). Empty: all. */
  readonly terms: readonly string[];
  /** Without what the named stages need. */
  readonly only: boolean;
  /** In plan order, with the name before the matrix. */
  readonly stages: readonly { readonly id: StageId; readonly name: string }[];
  /** Edges by which data flows. */
  readonly data: Graph;
}

export function select(request: SelectionRequest): Result<ReadonlySet<StageId>, readonly Diagnostic[]> {
  const { terms, only, stages, data } = request;
  if (terms.length === 0) return success(new Set(stages.map(({ id }) => id)));
  const problems: Diagnostic[] = [];
  const chosen = new Set<StageId>();
  const withNeeds: StageId[] = [];
  const withUsers: StageId[] = [];
  for (const term of terms) {
    const { up, pattern, down } = readTerm(term);
    const named = stages.filter(matcher(pattern)).map(({ id }) => id);
    if (named.length === 0) problems.push(unknownSelection(pattern, stages));
    for (const id of named) chosen.add(id);
    if (up) withNeeds.push(...named);
    if (down) withUsers.push(...named);
  }
  if (problems.length > 0) return failure(problems);
  for (const id of closure(withUsers, (stage) => successorsOf(data, stage))) chosen.add(id);
  const upwards = only ? withNeeds : [...chosen];
  for (const id of closure(upwards, (stage) => (data.predecessors(stage) ?? []) as StageId[])) chosen.add(id);
  return success(new Set(stages.filter(({ id }) => chosen.has(id)).map(({ id }) => id)));
}

function readTerm(term: string): { readonly up: boolean; readonly pattern: string; readonly down: boolean } {
  const up = term.startsWith("+");
  const down = term.length > 1 && term.endsWith("+");
  return { up, down, pattern: term.slice(up ? 1 : 0, down ? -1 : undefined) };
}

type Named = SelectionRequest["stages"][number];

function matcher(pattern: string): (stage: Named) => boolean {
  if (!/[*?]/.test(pattern)) return ({ id, name }) => id === pattern || name === pattern || standsFor(id, pattern);
  const source = pattern
    .replace(/[\\^$.|+()[\]{}]/g, "\\$&")
    .replace(/\*+/g, ".*")
    .replaceAll("?", ".");
  const glob = new RegExp(`^${source}$`);
  return ({ id, name }) => glob.test(id) || glob.test(name) || (isPlaceholder(id) && mayMeet(pattern, id));
}

/** Whether two patterns may mean the same name, as far as what stands before their first wildcards tells. */
function mayMeet(pattern: string, placeholder: string): boolean {
  const [one = "", other = ""] = [pattern, placeholder].map((text) => text.split(/[*?]/)[0]);
  return one.startsWith(other) || other.startsWith(one);
}

function closure(start: readonly StageId[], next: (stage: StageId) => readonly StageId[]): ReadonlySet<StageId> {
  const reached = new Set(start);
  for (const stage of reached) for (const other of next(stage)) reached.add(other);
  return reached;
}

function unknownSelection(pattern: string, stages: readonly Named[]): Diagnostic {
  const names = [...new Set(stages.flatMap(({ id, name }) => [name, id]))];
  const near = didYouMean(pattern, names);
  return {
    code: "unknown-selection",
    severity: "error",
    message: `no stage is named \`${pattern}\``,
    why: `the stages are ${listOf([...new Set(stages.map(({ name }) => name))])}`,
    ...(near !== undefined && { hint: `did you mean \`${near}\`?` }),
  };
}
