import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { hasErrors, sortDiagnostics } from "../diagnostics/sort.ts";
import type { LoadedKind } from "../kind/loaded-kind.ts";
import type { StageId } from "../platform/identity.ts";
import type { Platform } from "../platform/platform.ts";
import { failure, type Result, success } from "../platform/result.ts";
import type { Pipeline } from "../spec/pipeline.ts";
import { checkFiles } from "./check-files.ts";
import { checkMap } from "./check-map.ts";
import { checkSecrets } from "./check-secrets.ts";
import { checkClaims } from "./claims.ts";
import type { CompileContext, Draft, DraftInput } from "./draft.ts";
import { Drafting } from "./drafting.ts";
import { readGates } from "./gates.ts";
import { draftInputs } from "./inputs.ts";
import { loadKinds } from "./load-kinds.ts";
import { needsOf } from "./needs.ts";
import { orderStages } from "./order.ts";
import type { Lists, Plan, PlanStage } from "./plan.ts";
import { claimsOf } from "./plan-claims.ts";
import { planStage } from "./plan-stage.ts";
import { checkPools } from "./pools.ts";
import { ProblemList } from "./problem-list.ts";
import { ProducerIndex } from "./producers.ts";
import { type PinnedPaths, ProjectFiles } from "./project-files.ts";
import { select } from "./selection.ts";
import { stageGraph } from "./stage-graph.ts";
import { type ResolvedWork, resolveWork } from "./work.ts";

export interface CompileOptions {
  readonly platform: Platform;
  /** `train`, `train+`, `+train`, `train@*`, globs; none: the whole pipeline. */
  readonly selection: readonly string[];
  /** Without what the selected stages need. */
  readonly only: boolean;
  /** Of the same project: their outputs may not overlap with this one's. */
  readonly otherPipelines?: readonly Pipeline[];
  /** Data of the project that need not be here; without it, all of it must be. */
  readonly pinned?: PinnedPaths;
  /** What stages have made that are the values of matrices. Instances whose list is not there are pending. */
  readonly lists?: Lists;
  /** As they were loaded for the plan that this one grows from. */
  readonly kinds?: ReadonlyMap<string, LoadedKind>;
  /** Names of the pools that the project has beside `cpu`, `memory` and `gpu`; not given: `resources` may name any. */
  readonly pools?: Iterable<string>;
}

export interface Compiled {
  readonly plan: Plan;
  readonly warnings: readonly Diagnostic[];
}

/** A stage with everything resolved, before it has its place in the order. */
export interface Resolved {
  readonly draft: Draft;
  readonly inputs: readonly DraftInput[];
  readonly work: ResolvedWork;
  readonly needs: { readonly data: readonly StageId[]; readonly order: readonly StageId[] };
}

/** Checks a pipeline and makes its plan. All that is wrong is found in one go; it is empty only if loading has reported a stage without work. */
export async function compile(pipeline: Pipeline, options: CompileOptions): Promise<Result<Compiled, readonly Diagnostic[]>> {
  const problems = new ProblemList(pipeline.sources);
  const context: CompileContext = { pipeline, problems };
  const files = new ProjectFiles({
    disk: options.platform.disk,
    root: pipeline.projectRoot,
    pinned: options.pinned ?? (() => success(undefined)),
  });
  checkPools(context, options.pools);
  const kinds = options.kinds ?? (await loadKinds(context, options.platform));
  const lists: Lists = options.lists ?? new Map();
  const drafts = new Drafting({ ...context, kinds, files, lists }).all();
  const producers = new ProducerIndex(drafts, pipeline.stages);
  const resolved = drafts.map((draft): Resolved => {
    const inputs = draftInputs({ ...context, draft, producers, files });
    checkMap(draft, { ...context, inputs });
    return { draft, inputs, work: resolveWork(draft, { ...context, inputs }), needs: needsOf(draft, { ...context, inputs, producers }) };
  });
  const gates = new Map(resolved.map(({ draft, work }) => [draft.id, readGates(draft, work.context)]));
  const ordered = orderStages(resolved, problems);
  const stages = new Map<StageId, PlanStage>();
  for (const stage of ordered) {
    const planned = planStage(stage, { gates: gates.get(stage.draft.id) ?? [], earlier: stages });
    if (planned !== undefined) stages.set(planned.id, planned);
  }
  const selected = select({
    terms: options.selection,
    only: options.only,
    stages: drafts.map(({ id, spec }) => ({ id, name: spec.name.value })),
    data: stageGraph(resolved.map(({ draft, needs }) => ({ id: draft.id, needs: needs.data }))),
  });
  if (!selected.ok) for (const diagnostic of selected.failure) problems.addDiagnostic(diagnostic);
  const inputs = new Map(resolved.map((stage) => [stage.draft, stage.inputs]));
  const claims = claimsOf({ pipeline, drafts, inputs, otherPipelines: options.otherPipelines ?? [] });
  checkClaims(
    claims.map((claim) => {
      const real = files.realOf(claim.path, { followLast: claim.use === "input" });
      return real === undefined ? claim : { ...claim, real };
    }),
    problems,
  );
  checkFiles(resolved, { ...context, files, selected: selected.ok ? selected.value : new Set(drafts.map(({ id }) => id)), stages });
  checkSecrets(context);
  const found = sortDiagnostics(problems.diagnostics);
  if (!selected.ok || hasErrors(found) || stages.size < drafts.length) return failure(found);
  const plan = { pipeline, stages, selected: selected.value, complete: selected.value.size === stages.size };
  if (![...stages.values()].some(({ pending }) => pending)) return success({ plan, warnings: found });
  const grow = async (more: Lists): ReturnType<NonNullable<Plan["grow"]>> => {
    const grown = await compile(pipeline, { ...options, kinds, lists: new Map([...lists, ...more]) });
    if (!grown.ok) return grown;
    const told = new Set(found.map((warning) => JSON.stringify(warning)));
    return success({ plan: grown.value.plan, warnings: grown.value.warnings.filter((warning) => !told.has(JSON.stringify(warning))) });
  };
  return success({ plan: { ...plan, grow }, warnings: found });
}
