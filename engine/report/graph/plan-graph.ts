import type { GateEvaluated } from "../../events/event.ts";
import type { Reason } from "../../events/reason.ts";
import type { State, Verdict } from "../../freshness/verdict.ts";
import { matrixInput } from "../../graph/edges.ts";
import { makersOf } from "../../graph/makers.ts";
import type { InputSource, ListSource, Plan, PlanStage } from "../../graph/plan.ts";
import { type PlanRoles, rolesOf, unionOf } from "../../graph/roles.ts";
import type { PortType, Role } from "../../kind/port.ts";
import type { ProjectPath, StageId } from "../../platform/identity.ts";

/** The selected stages of a plan and what flows between them: the document that `graph --format json` writes. */
export interface PlanGraph {
  /** Project-relative path of the pipeline file. */
  readonly pipeline: ProjectPath;
  readonly name: string;
  /** In plan order. */
  readonly stages: readonly GraphStage[];
  /** Between stages of `stages`, one for each pair of ports. */
  readonly edges: readonly GraphEdge[];
  /** What comes in from outside: project files, and outputs of stages that are not selected. */
  readonly files: readonly GraphFile[];
}

export interface GraphStage {
  readonly stage: StageId;
  /** Without the matrix suffix. */
  readonly name: string;
  /** The stage of the file whose matrix this is an instance of; `null` for a stage without a matrix. */
  readonly group: string | null;
  /** The kind's name, or `run`. */
  readonly kind: string;
  /** `null` where nothing was judged. */
  readonly state: State | null;
  readonly reasons: readonly Reason[];
  readonly inputs: readonly { readonly input: string; readonly roles: readonly Role[] }[];
  readonly outputs: readonly GraphOutput[];
  readonly gates: readonly GraphGate[];
  /** Changes something outside `out/`. */
  readonly effect: boolean;
  /** Stages of `stages` that only have to end before. */
  readonly after: readonly StageId[];
}

export interface GraphOutput {
  readonly output: string;
  readonly path: ProjectPath;
  readonly type: PortType;
  readonly roles: readonly Role[];
}

export interface GraphGate {
  readonly expression: string;
  /** `null` where the metric is not known. */
  readonly passed: boolean | null;
}

export interface GraphEdge {
  readonly from: StageId;
  readonly output: string;
  readonly to: StageId;
  readonly input: string;
  readonly type: PortType;
  readonly roles: readonly Role[];
}

export interface GraphFile {
  readonly path: ProjectPath;
  readonly to: StageId;
  readonly input: string;
  readonly roles: readonly Role[];
}

export interface Judgement {
  readonly verdicts: ReadonlyMap<StageId, Verdict>;
  readonly gates: readonly GateEvaluated[];
}

export function planGraph(plan: Plan, judgement?: Judgement): PlanGraph {
  const roles = rolesOf(plan);
  const stages = [...plan.stages.values()].filter(({ id }) => plan.selected.has(id));
  const gates = new Map((judgement?.gates ?? []).map((gate) => [gateName(gate.stage, gate.expression), gate.passed]));
  const flows = stages.flatMap((stage) =>
    stage.inputs.flatMap(({ port, from }) => from.map((source) => ({ source, to: stage.id, input: port, roles: roles.of(source) }))),
  );
  return {
    pipeline: plan.pipeline.file,
    name: plan.pipeline.name,
    stages: stages.map((stage) => graphStage(stage, { plan, roles, verdict: judgement?.verdicts.get(stage.id), gates })),
    edges: [
      ...stages.flatMap(({ id, lists = [] }) => listEdges(plan, { to: id, lists, roles })),
      ...flows.flatMap(({ source, to, input, roles: flowing }) =>
        isWithin(plan, source) ? [{ from: source.stage, output: source.port, to, input, type: source.type, roles: flowing }] : [],
      ),
    ],
    files: flows.flatMap(({ source, ...flow }) => (isWithin(plan, source) ? [] : [{ path: source.path, ...flow }])),
  };
}

interface ListFlow {
  readonly to: StageId;
  readonly lists: readonly ListSource[];
  readonly roles: PlanRoles;
}

/** The values of a matrix flow too. */
const listEdges = (plan: Plan, { to, lists, roles }: ListFlow): readonly GraphEdge[] =>
  lists.flatMap(({ axis, stage, port }) =>
    plan.selected.has(stage)
      ? [{ from: stage, output: port, to, input: matrixInput(axis), type: "list" as const, roles: roles.ofOutput(stage, port) }]
      : [],
  );

const isWithin = (plan: Plan, source: InputSource): source is InputSource & { readonly kind: "stage" } =>
  source.kind === "stage" && plan.selected.has(source.stage);

const gateName = (stage: StageId, expression: string): string => `${stage} ${expression}`;

interface Known {
  readonly plan: Plan;
  readonly roles: PlanRoles;
  readonly verdict: Verdict | undefined;
  readonly gates: ReadonlyMap<string, boolean>;
}

function graphStage(stage: PlanStage, { plan, roles, verdict, gates }: Known): GraphStage {
  const data = new Set(makersOf(stage));
  return {
    stage: stage.id,
    name: stage.name,
    group: stage.id === stage.name ? null : stage.name,
    kind: stage.does.kind === "run" ? "run" : stage.does.stageKind.name,
    state: verdict?.state ?? null,
    reasons: verdict?.reasons ?? [],
    inputs: stage.inputs.map(({ port, from }) => ({ input: port, roles: unionOf(from.map((source) => roles.of(source))) })),
    outputs: stage.outputs.map(({ port, path, type }) => ({ output: port, path, type, roles: roles.ofOutput(stage.id, port) })),
    gates: stage.gates.map(({ text }) => ({ expression: text, passed: gates.get(gateName(stage.id, text)) ?? null })),
    effect: stage.does.effect,
    after: stage.needs.filter((need) => plan.selected.has(need) && !data.has(need)),
  };
}
