import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Reason } from "../events/reason.ts";
import type { OnTransfer } from "../events/transfer.ts";
import type { PlanStage } from "../graph/plan.ts";
import { readContent } from "../key/content.ts";
import { type Entry, parseEntry, sameEntry } from "../key/entry.ts";
import type { KeyedManifest } from "../key/make-manifest.ts";
import type { LockRecord } from "../lock/lock-record.ts";
import { failure, type Result, success } from "../platform/result.ts";
import type { BytesSource } from "../store/bytes-source.ts";
import type { ActionResult } from "../store/store.ts";
import { keyReasons } from "./key-reasons.ts";
import { keyStage } from "./key-stage.ts";
import type { Inputs, Produced } from "./read-inputs.ts";
import type { Verdict } from "./verdict.ts";
import { absolute, type Workspace } from "./workspace.ts";

/** A stage whose inputs are all known, judged. */
export interface Assessment {
  readonly verdict: Verdict & { readonly state: "fresh" | "restorable" | "absent" | "stale" };
  readonly manifest: KeyedManifest;
  readonly inputs: Inputs;
  /** What its outputs are, or were when they were last here; absent where only a run can tell. */
  readonly result?: ActionResult;
  /** Ports whose output in the workspace is not that of `result`. */
  readonly unmet: readonly string[];
  /** What an effect that is as it should be still has to say. */
  readonly note?: string;
}

export interface AssessRequest {
  readonly stage: PlanStage;
  readonly produced: Produced;
  /** The option that makes it run whatever its key is. */
  readonly forced?: "--force" | "--verify" | undefined;
  /** Ask the remote before a stage is judged to have to run; what is found there is brought into the store. */
  readonly pull?: boolean | undefined;
  /** Told of what comes from there. */
  readonly onTransfer?: OnTransfer;
}

/** Decides whether a stage is fresh. Every way out says why. */
export async function assess(
  workspace: Workspace,
  { stage, produced, forced, pull, ...following }: AssessRequest,
): Promise<Result<Assessment, Diagnostic>> {
  const keyed = await keyStage(workspace, { stage, produced });
  if (!keyed.ok) return keyed;
  const judge: Judge = {
    workspace,
    stage,
    ...keyed.value,
    ...following,
    ...(pull === true && workspace.remote && { remote: workspace.remote }),
  };

  if (stage.frozen) return assessFrozen(judge);
  if (forced !== undefined) return success(mustRun(judge, [{ kind: "forced", by: forced }]));
  if (stage.rerun) return success(mustRun(judge, [{ kind: "rerun-always" }]));
  if (stage.does.effect) return assessEffect(judge);
  return success(await assessResult(judge));
}

interface Judge extends Pick<AssessRequest, "onTransfer"> {
  readonly workspace: Workspace;
  readonly stage: PlanStage;
  readonly manifest: KeyedManifest;
  readonly inputs: Inputs;
  /** Where it may be asked. */
  readonly remote?: BytesSource;
}

/**
 * The lock decides which of several results of one key counts; then the newest that the store knows; then what a remote knows; else the
 * stage runs.
 */
async function assessResult(judge: Judge): Promise<Assessment> {
  const { workspace, stage, manifest } = judge;
  const record = workspace.lock.records.get(stage.id);
  const recorded = record?.key === manifest.key ? recordedResult(stage, record) : undefined;
  if (recorded !== undefined) {
    const found = await compareOutputs(judge, recorded);
    if (found.reasons.length === 0) return outcome(judge, { state: "fresh", key: manifest.key, reasons: [] }, recorded, found.unmet);
    if (stage.cache && (await available(judge, recorded, found.unmet))) return restorable(judge, recorded, found);
  }
  for (const recall of stage.cache ? [recallHere, recallRemote] : []) {
    const remembered = await recall(judge);
    if (remembered === undefined) continue;
    const found = await compareOutputs(judge, remembered);
    if (await available(judge, remembered, found.unmet)) {
      const reasons = recorded === undefined ? [...(await keyReasons(judge)), ...found.reasons] : found.reasons;
      return restorable(judge, remembered, { ...found, reasons });
    }
  }
  if (recorded === undefined) return mustRun(judge, await keyReasons(judge));
  const found = await compareOutputs(judge, recorded);
  const lost: Reason[] = stage.cache ? found.unmet.map((port) => ({ kind: "object-missing", port })) : [{ kind: "not-cached" }];
  return {
    ...mustRun(judge, [...found.reasons, ...lost]),
    verdict: { state: "absent", key: manifest.key, reasons: [...found.reasons, ...lost] },
  };
}

/**
 * Fresh only if key and world agree; then its outputs, which say what was done, may come from the store as any others. Where the
 * lock is lost, the store still knows the key: with outputs and world as they should be, there is nothing to do. A record of
 * another key says that there is.
 */
async function assessEffect(judge: Judge): Promise<Result<Assessment, Diagnostic>> {
  const { workspace, stage, manifest, inputs } = judge;
  const record = workspace.lock.records.get(stage.id);
  const known = record === undefined ? recallHere(judge) : recordedResult(stage, record);
  const recorded = record === undefined || record.key === manifest.key ? known : undefined;
  if (recorded === undefined) return success(mustRun(judge, await keyReasons(judge)));
  const found = await compareOutputs(judge, recorded);
  if (found.reasons.length > 0 && (record === undefined || !(await available(judge, recorded, found.unmet)))) {
    return success(mustRun(judge, found.reasons));
  }
  const probe = await workspace.probe(stage, { key: manifest.key, inputs });
  if (!probe.ok) return probe;
  if (!probe.value.agrees) {
    return success(mustRun(judge, [{ kind: "world-differs", expected: probe.value.expected, found: probe.value.found }]));
  }
  const { note } = probe.value;
  const agreed =
    found.reasons.length > 0
      ? restorable(judge, recorded, found)
      : outcome(judge, { state: "fresh", key: manifest.key, reasons: [] }, recorded, []);
  return success({ ...agreed, ...(note !== undefined && { note }) });
}

/** A frozen stage is what was recorded, whatever its key would be now; its record is never rewritten. */
async function assessFrozen(judge: Judge): Promise<Result<Assessment, Diagnostic>> {
  const { workspace, stage } = judge;
  const record = workspace.lock.records.get(stage.id);
  const recorded = record === undefined ? undefined : recordedResult(stage, record);
  if (record === undefined || recorded === undefined) return failure(frozenWithoutRecord(stage));
  const found = await compareOutputs(judge, recorded);
  if (found.reasons.length === 0) return success(outcome(judge, { state: "fresh", key: record.key, reasons: [] }, recorded, []));
  if (await available(judge, recorded, found.unmet)) return success(restorable(judge, recorded, found));
  return failure(frozenWithoutRecord(stage));
}

const outcome = (judge: Judge, verdict: Assessment["verdict"], result: ActionResult, unmet: readonly string[]): Assessment => ({
  verdict,
  manifest: judge.manifest,
  inputs: judge.inputs,
  result,
  unmet,
});

const restorable = (judge: Judge, result: ActionResult, found: Found): Assessment =>
  outcome(judge, { state: "restorable", key: judge.manifest.key, reasons: found.reasons }, result, found.unmet);

const mustRun = (judge: Judge, reasons: readonly Reason[]): Assessment => ({
  verdict: { state: "stale", key: judge.manifest.key, reasons },
  manifest: judge.manifest,
  inputs: judge.inputs,
  unmet: judge.stage.outputs.map((output) => output.port),
});

interface Found {
  readonly unmet: readonly string[];
  readonly reasons: readonly Reason[];
}

async function compareOutputs({ workspace, stage }: Judge, result: ActionResult): Promise<Found> {
  const unmet: string[] = [];
  const reasons: Reason[] = [];
  for (const { port, path } of stage.outputs) {
    const there = await readContent(workspace.reader, { path: absolute(workspace, path) });
    const wanted = result.outputs[port];
    if (there !== undefined && wanted !== undefined && sameEntry(there, wanted)) continue;
    unmet.push(port);
    reasons.push({ kind: there === undefined ? "output-missing" : "output-changed", port, path });
  }
  return { unmet, reasons };
}

/** In the store, or brought there from the remote. */
async function available({ workspace, remote, onTransfer }: Judge, result: ActionResult, ports: readonly string[]): Promise<boolean> {
  const wanted = ports.map((port) => result.outputs[port]);
  const entries = wanted.filter((entry) => entry !== undefined);
  if (entries.length < wanted.length) return false;
  const missing = entries.filter((entry) => !workspace.store.has(entry));
  return (
    missing.length === 0 ||
    (remote !== undefined && (await remote.bring(missing, onTransfer)) && missing.every((entry) => workspace.store.has(entry)))
  );
}

/** `undefined` where the record does not have exactly the stage's ports. */
function recordedResult(stage: PlanStage, record: LockRecord): ActionResult | undefined {
  const outputs: Record<string, Entry> = {};
  for (const { port } of stage.outputs) {
    const entry = parseEntry(record.out[port] ?? "");
    if (entry === undefined) return undefined;
    outputs[port] = entry;
  }
  return { outputs, metrics: record.metrics };
}

const recallHere = ({ workspace, stage, manifest }: Judge): ActionResult | undefined =>
  complete(stage, workspace.store.recall(manifest.key));

const recallRemote = async ({ remote, stage, manifest }: Judge): Promise<ActionResult | undefined> =>
  complete(stage, await remote?.recall(manifest.key));

const complete = (stage: PlanStage, result: ActionResult | undefined): ActionResult | undefined =>
  result !== undefined && stage.outputs.every(({ port }) => result.outputs[port] !== undefined) ? result : undefined;

const frozenWithoutRecord = (stage: PlanStage): Diagnostic => ({
  code: "frozen",
  severity: "error",
  message: `stage ${stage.id} is frozen, and what it once left is nowhere`,
  why: "a frozen stage never runs; its outputs come from the workspace or the store",
  hint: `remove \`frozen: true\` from stage ${stage.name}, or bring back the lock and the store`,
});
