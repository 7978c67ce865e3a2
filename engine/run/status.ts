import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { GateEvaluated } from "../events/event.ts";
import type { Reason } from "../events/reason.ts";
import { assess } from "../freshness/assess.ts";
import { keyReasons, noRecordReasons } from "../freshness/key-reasons.ts";
import { keyStage } from "../freshness/key-stage.ts";
import type { Verdict } from "../freshness/verdict.ts";
import type { Workspace } from "../freshness/workspace.ts";
import { awaitedLists, listName } from "../graph/awaited-lists.ts";
import { GrowingPlan } from "../graph/growing-plan.ts";
import { makersOf } from "../graph/makers.ts";
import type { Plan, PlanStage } from "../graph/plan.ts";
import { isPlaceholder } from "../graph/unknown-value.ts";
import { type Entry, parseEntry } from "../key/entry.ts";
import type { StageId } from "../platform/identity.ts";
import type { Platform } from "../platform/platform.ts";
import type { ActionResult } from "../store/store.ts";
import { collectMetrics } from "./collect-outputs.ts";
import { noteOf } from "./effect-probe.ts";
import { listOf } from "./lists.ts";
import { openSession } from "./session.ts";
import { StatusGates } from "./status-gates.ts";

export interface StatusRequest {
  readonly plan: Plan;
  readonly platform: Platform;
  readonly signal: AbortSignal;
}

export interface Status {
  /** The selected stages, in plan order. */
  readonly verdicts: ReadonlyMap<StageId, Verdict>;
  /** With the instances of all lists that are known. */
  readonly plan: Plan;
  /** Of the selected stages whose metrics are known. */
  readonly gates: readonly GateEvaluated[];
  /** A stage that cannot be judged (a tool that fails, a frozen stage without a record) is stale, and said here. */
  readonly diagnostics: readonly Diagnostic[];
}

const unjudged = ({ message }: Diagnostic): Verdict => ({ state: "stale", key: undefined, reasons: [{ kind: "unknown", why: message }] });

/** What a run would find, without waiting for one that is at work and without changing anything. */
export async function status({ plan: given, platform, signal }: StatusRequest): Promise<Status> {
  const diagnostics: Diagnostic[] = [];
  const plan = new GrowingPlan(given);
  const session = await openSession({ plan, platform, notify: (diagnostic) => diagnostics.push(diagnostic), signal });
  const verdicts = new Map<StageId, Verdict>();
  const outputs = new Map<StageId, Readonly<Record<string, Entry>>>();
  const gates = new StatusGates(plan);
  const judgeStage = async (stage: PlanStage): Promise<void> => {
    const before = inTheWay(stage, { outputs, gates });
    if (before !== undefined) {
      verdicts.set(stage.id, await withOwnReasons(session.workspace, { stage, verdict: before, outputs }));
      gates.judge(stage, undefined, { complete: true });
      return;
    }
    const judged = await assess(session.workspace, {
      stage,
      produced: (source) => outputs.get(source.stage)?.[source.port],
    });
    if (!judged.ok) diagnostics.push(judged.failure);
    if (judged.ok && judged.value.note !== undefined) diagnostics.push(noteOf(stage, judged.value.note));
    verdicts.set(stage.id, judged.ok ? judged.value.verdict : unjudged(judged.failure));
    const result = judged.ok ? judged.value.result : undefined;
    if (result !== undefined) outputs.set(stage.id, result.outputs);
    gates.judge(stage, result === undefined ? undefined : allMetrics(session.workspace, { stage, result }), { complete: true });
  };
  do {
    for (const stage of plan.stages.values()) if (stage.pending !== true && !verdicts.has(stage.id)) await judgeStage(stage);
  } while (await growByResults({ plan, workspace: session.workspace, outputs, diagnostics }));
  for (const stage of plan.stages.values()) if (stage.pending === true) await judgeStage(stage);
  session.statCache.save();
  await session.close();
  return {
    verdicts: new Map(
      [...plan.stages.keys()].flatMap((stage) => {
        const verdict = plan.selected.has(stage) ? verdicts.get(stage) : undefined;
        return verdict === undefined ? [] : [[stage, verdict] as const];
      }),
    ),
    plan,
    gates: gates.evaluated,
    diagnostics: [...diagnostics, ...gates.diagnostics],
  };
}

interface Growing {
  readonly plan: GrowingPlan;
  readonly workspace: Workspace;
  readonly outputs: ReadonlyMap<StageId, Readonly<Record<string, Entry>>>;
  readonly diagnostics: Diagnostic[];
}

/** Whether some lists are known now that the plan had no instances of, and it has grown by them. */
async function growByResults({ plan, workspace, outputs, diagnostics }: Growing): Promise<boolean> {
  const lists = new Map<string, readonly unknown[]>();
  for (const source of awaitedLists(plan)) {
    const entry = outputs.get(source.stage)?.[source.port];
    const list = entry === undefined ? undefined : await listOf(workspace, { source, entry });
    if (list !== undefined) lists.set(listName(source), list);
  }
  if (lists.size === 0 || plan.grow === undefined) return false;
  const grown = await plan.grow(lists);
  diagnostics.push(...(grown.ok ? grown.value.warnings : grown.failure));
  if (grown.ok) plan.become(grown.value.plan);
  return grown.ok;
}

interface Known {
  readonly outputs: ReadonlyMap<StageId, unknown>;
  readonly gates: StatusGates;
}

/** What can be said of a stage without judging it: skipped, behind a failed gate, or behind what must run first. */
function inTheWay(stage: PlanStage, { outputs, gates }: Known): Verdict | undefined {
  if (stage.skipped) return { state: "skipped", reasons: [] };
  const blocking = gates.blocking(stage);
  if (blocking.length > 0) return { state: "blocked", by: blocking, reasons: [] };
  const after = makersOf(stage).filter((maker) => !outputs.has(maker));
  if (after.length === 0 && isPlaceholder(stage.id)) return { state: "undecided", after: makersOf(stage), reasons: [] };
  return after.length === 0 ? undefined : { state: "undecided", after, reasons: [{ kind: "upstream", stages: after }] };
}

interface Waiting {
  readonly stage: PlanStage;
  readonly verdict: Verdict;
  readonly outputs: ReadonlyMap<StageId, Readonly<Record<string, Entry>>>;
}

/** Whatever the stages before leave, a stage whose own settings or files have changed does not stay as it is: what is not known yet is taken as recorded. */
async function withOwnReasons(workspace: Workspace, { stage, verdict, outputs }: Waiting): Promise<Verdict> {
  const { records } = workspace.lock;
  const record = records.get(stage.id);
  if (verdict.state !== "undecided" || stage.frozen) return verdict;
  if (record === undefined) return { ...verdict, reasons: [...verdict.reasons, ...noRecordReasons({ workspace, stage })] };
  const keyed = await keyStage(workspace, {
    stage,
    produced: ({ stage: maker, port }) => outputs.get(maker)?.[port] ?? parseEntry(records.get(maker)?.out[port] ?? ""),
  });
  if (!keyed.ok || keyed.value.manifest.key === record.key) return verdict;
  const reasons = (await keyReasons({ workspace, stage, ...keyed.value })).map(
    (reason): Reason =>
      reason.kind === "key-changed" ? { ...reason, changes: reason.changes.filter(({ maker }) => maker === undefined) } : reason,
  );
  const own = reasons.filter((reason) => reason.kind !== "key-changed" || reason.changes.length > 0);
  return { ...verdict, reasons: [...verdict.reasons, ...own] };
}

/** Measurements are in no record: they are read where they lie. */
function allMetrics(workspace: Workspace, { stage, result }: { readonly stage: PlanStage; readonly result: ActionResult }) {
  const measured = collectMetrics(workspace, { stage, type: "measurement" });
  return { ...(measured.ok ? measured.value : {}), ...result.metrics };
}
