import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { StagesAdded } from "../events/event.ts";
import { readSource } from "../freshness/read-inputs.ts";
import { awaitedLists, listName } from "../graph/awaited-lists.ts";
import { edgesOf } from "../graph/edges.ts";
import type { GrowingPlan } from "../graph/growing-plan.ts";
import type { ListSource, Plan, PlanStage } from "../graph/plan.ts";
import { isPlaceholder, standsFor } from "../graph/unknown-value.ts";
import type { Entry } from "../key/entry.ts";
import { groupBy } from "../platform/group-by.ts";
import type { StageId } from "../platform/identity.ts";
import { listOf } from "./lists.ts";
import type { OutputKeeper } from "./output-keeper.ts";
import type { RunRequest } from "./request.ts";
import type { Session } from "./session.ts";

export interface GrowthRequest {
  readonly plan: GrowingPlan;
  readonly session: Session;
  readonly keeper: OutputKeeper;
  readonly restart: RunRequest["restart"];
  readonly emit: (event: StagesAdded) => void;
  readonly notify: (diagnostic: Diagnostic) => void;
  /** What a stage of this run has left; `undefined` where it did not end well, or has not ended. */
  readonly outputsOf: (stage: StageId) => Readonly<Record<string, Entry>> | undefined;
  readonly onGrown: () => void;
}

/** How instances that are still to come end where they do not come. */
export type UngrownEnd =
  | { readonly outcome: "failed"; readonly diagnostics: readonly Diagnostic[] }
  | { readonly outcome: "blocked"; readonly blockedBy: readonly StageId[] };

/** Grows the plan of a run whenever a stage has made a list that a matrix is over. */
export class Growth {
  readonly #request: GrowthRequest;
  /** By the stage that tells them. */
  #awaited: ReadonlyMap<StageId, readonly ListSource[]>;
  readonly #told = new Map<string, { readonly source: ListSource; readonly entry: Entry }>();
  readonly #scheduled = new Set<StageId>();
  /** The growth that has not begun: one for all lists that are told while another is at work. */
  #next: Promise<readonly PlanStage[]> | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #failure: readonly Diagnostic[] | undefined;
  #failedAt: StageId | undefined;

  constructor(request: GrowthRequest) {
    this.#request = request;
    this.#awaited = awaitedBy(request.plan);
  }

  /** The stages with which a run can begin: all that are known, after the lists of stages that are no part of the run. */
  async begin(): Promise<readonly PlanStage[]> {
    const first = this.#unscheduled();
    await this.#tellKnown();
    return [...first, ...(this.#told.size > 0 ? await this.#grow() : [])];
  }

  /** After a stage has ended: the stages that it makes known. `undefined` where there is nothing to wait for. */
  after({ id }: PlanStage): Promise<readonly PlanStage[]> | undefined {
    const sources = this.#awaited.get(id);
    const outputs = sources && this.#request.outputsOf(id);
    if (sources === undefined || outputs === undefined || this.#failure !== undefined) return undefined;
    for (const source of sources) this.#tell(source, outputs[source.port]);
    if (this.#next !== undefined) return undefined;
    this.#next = this.#turn.then(() => this.#grow());
    this.#turn = this.#next;
    return this.#next;
  }

  /** Of what stands for instances that never came. */
  endOf(stage: PlanStage): UngrownEnd {
    if (this.#failure === undefined) return { outcome: "failed", diagnostics: [listUnknown(stage)] };
    if (this.#failedAt !== undefined) return { outcome: "blocked", blockedBy: [this.#failedAt] };
    this.#failedAt = stage.id;
    return { outcome: "failed", diagnostics: this.#failure };
  }

  async #grow(): Promise<readonly PlanStage[]> {
    this.#next = undefined;
    const { plan, session, keeper, restart, emit, notify, onGrown } = this.#request;
    while (this.#told.size > 0 && plan.grow !== undefined) {
      const told = [...this.#told];
      this.#told.clear();
      const lists = new Map<string, readonly unknown[]>();
      for (const [name, known] of told) {
        const list = await listOf(session.workspace, known);
        if (list !== undefined) lists.set(name, list);
      }
      const before = { stages: plan.stages, selected: plan.selected };
      const grown = await plan.grow(lists);
      if (!grown.ok) {
        this.#failure = grown.failure;
        return [];
      }
      plan.become(grown.value.plan);
      this.#awaited = awaitedBy(plan);
      restart?.grow(plan);
      onGrown();
      emit(stagesAdded(before, plan));
      for (const warning of grown.value.warnings) notify(warning);
      if (plan.complete) await keeper.sweep();
      await this.#tellKnown();
    }
    return this.#unscheduled();
  }

  /** Lists of stages that have ended before anyone waited for them, and of those that are not part of the run: as they lie in the workspace. */
  async #tellKnown(): Promise<void> {
    const { plan, session, outputsOf } = this.#request;
    for (const source of [...this.#awaited.values()].flat()) {
      const entry = plan.selected.has(source.stage)
        ? outputsOf(source.stage)?.[source.port]
        : await readSource(session.workspace, { kind: "stage", type: "list", ...source });
      this.#tell(source, entry);
    }
  }

  #tell(source: ListSource, entry: Entry | undefined): void {
    if (entry !== undefined) this.#told.set(listName(source), { source, entry });
  }

  #unscheduled(): readonly PlanStage[] {
    const { stages, selected } = this.#request.plan;
    const found = [...stages.values()].filter(({ id, pending }) => selected.has(id) && pending !== true && !this.#scheduled.has(id));
    for (const { id } of found) this.#scheduled.add(id);
    return found;
  }
}

const awaitedBy = (plan: Plan): ReadonlyMap<StageId, readonly ListSource[]> => groupBy(awaitedLists(plan), ({ stage }) => stage);

function stagesAdded(before: Pick<Plan, "stages" | "selected">, after: Plan): StagesAdded {
  const added = [...after.stages.values()].filter(({ id }) => after.selected.has(id) && !before.stages.has(id));
  const ids = new Set(added.map(({ id }) => id));
  const gone = [...before.stages.values()].filter(({ id }) => isPlaceholder(id) && before.selected.has(id) && !after.stages.has(id));
  const placed = new Set<StageId>();
  const instances = gone.map(({ id, name }) => {
    const stages = added
      .filter((stage) => stage.name === name && !placed.has(stage.id) && standsFor(id, stage.id))
      .map((stage) => stage.id);
    for (const stage of stages) placed.add(stage);
    return { of: id, stages };
  });
  return { type: "stages-added", instances, edges: edgesOf(after).filter(({ from, to }) => ids.has(from) || ids.has(to)) };
}

function listUnknown(stage: PlanStage): Diagnostic {
  const [list] = stage.lists ?? [];
  const name = list === undefined ? "its list" : `the list ${listName(list)}`;
  return {
    code: "missing-file",
    severity: "error",
    message: `${name}, over which stage ${stage.name} runs, is not there`,
    ...(list !== undefined && { why: `stage ${list.stage} has not left it`, hint: `run ${list.stage} first: millrace run ${list.stage}` }),
  };
}
