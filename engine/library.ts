// What `import … from "millrace"` gives: to write a kind of stage, and to run pipelines from a program.

import type { Table } from "../stages/shared/table/table.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import type { Compiled, CompileOptions } from "./graph/compile.ts";
import type { RecordedRunRequest } from "./history/recorded-run.ts";
import type { Result } from "./platform/result.ts";
import type { RunSummary } from "./run/request.ts";
import type { Status, StatusRequest } from "./run/status.ts";
import type { Loaded, LoadRequest } from "./spec/load-pipeline.ts";
import type { Pipeline } from "./spec/pipeline.ts";

export type { BooleanColumn, CategoryColumn, Column, NumberColumn, Table, TextColumn } from "../stages/shared/table/table.ts";
export type { DiagnosticCode } from "./diagnostics/code.ts";
export type { Diagnostic, Place } from "./diagnostics/diagnostic.ts";
export type { ExitCode } from "./diagnostics/exit-code.ts";
export type { Event, Listener, Outcome } from "./events/event.ts";
export type { Change, Reason } from "./events/reason.ts";
export type { State, Verdict } from "./freshness/verdict.ts";
export type { Compiled, CompileOptions } from "./graph/compile.ts";
export type { Plan, PlanStage } from "./graph/plan.ts";
export type { RecordedRunRequest } from "./history/recorded-run.ts";
export { defineStage, type JsonSchema, type StageKind, type Work } from "./kind/define-stage.ts";
export type { InputPort, OutputPort, PortType, Role } from "./kind/port.ts";
export {
  type EffectContext,
  type FailureDescription,
  type InputValue,
  type Lineage,
  type OutputValue,
  type Probe,
  type Reporter,
  type StageContext,
  StageFailure,
} from "./kind/stage-context.ts";
export { asDigest, asProjectPath, asStageId, type Digest, type ProjectPath, type StageId } from "./platform/identity.ts";
export { nodePlatform } from "./platform/node-platform.ts";
export type { Platform } from "./platform/platform.ts";
export { failure, type Result, success } from "./platform/result.ts";
export type { RunSummary } from "./run/request.ts";
export type { Status, StatusRequest } from "./run/status.ts";
export type { Loaded, LoadRequest } from "./spec/load-pipeline.ts";
export type { Pipeline } from "./spec/pipeline.ts";

// A kind's process imports this for `defineStage` alone: what runs pipelines, and what reads tables, is loaded by whoever uses it.

/** Reads and checks a pipeline file; what it cannot say of a pipeline by itself is left to `compile`. */
export async function loadPipeline(request: LoadRequest): Promise<Loaded> {
  return (await import("./spec/load-pipeline.ts")).loadPipeline(request);
}

/** From a pipeline to a plan, or all that is wrong with it. */
export async function compile(pipeline: Pipeline, options: CompileOptions): Promise<Result<Compiled, readonly Diagnostic[]>> {
  const [{ compile }, { pinnedPaths }] = await Promise.all([import("./graph/compile.ts"), import("./lock/pin-lookup.ts")]);
  return compile(pipeline, { pinned: pinnedPaths(options.platform.disk, pipeline.projectRoot), ...options });
}

/** Brings a plan's selected stages up to date; the run is kept in the project's history, the store within its limit. */
export async function run(request: RecordedRunRequest): Promise<RunSummary> {
  const [{ recordedRun }, { tidyAfter }] = await Promise.all([import("./history/recorded-run.ts"), import("./upkeep/tidy-after.ts")]);
  const summary = await recordedRun(request);
  const { plan, platform, signal } = request;
  await tidyAfter({ platform, projectRoot: plan.pipeline.projectRoot, ran: summary.counts.ran, signal });
  return summary;
}

/** What a run would find, without changing anything. */
export async function status(request: StatusRequest): Promise<Status> {
  return (await import("./run/status.ts")).status(request);
}

/** Reads a table of the kinds (an Arrow file). A kind that uses none does not pay for the library. Throws StageFailure `table-read`. */
export async function readTable(path: string): Promise<Table> {
  return (await import("../stages/shared/table/arrow-file.ts")).readTable(path);
}

/** Writes a table as an Arrow file, the same bytes for the same table. */
export async function writeTable(path: string, table: Table): Promise<void> {
  return (await import("../stages/shared/table/arrow-file.ts")).writeTable(path, table);
}
