// What `import … from "millrace"` gives: to write a kind of stage, and to run pipelines from a program.
import type { Table } from "../stages/shared/table/table.ts";

export type { BooleanColumn, CategoryColumn, Column, NumberColumn, Table, TextColumn } from "../stages/shared/table/table.ts";
export type { DiagnosticCode } from "./diagnostics/code.ts";
export type { Diagnostic, Place } from "./diagnostics/diagnostic.ts";
export type { ExitCode } from "./diagnostics/exit-code.ts";
export type { Event, Listener, Outcome } from "./events/event.ts";
export type { Change, Reason } from "./events/reason.ts";
export type { State, Verdict } from "./freshness/verdict.ts";
export { compile } from "./graph/compile.ts";
export type { Plan, PlanStage } from "./graph/plan.ts";
export { recordedRun as run } from "./history/recorded-run.ts";
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
export type { RunRequest, RunSummary } from "./run/request.ts";
export { type Status, type StatusRequest, status } from "./run/status.ts";
export { type Loaded, type LoadRequest, loadPipeline } from "./spec/load-pipeline.ts";
export type { Pipeline } from "./spec/pipeline.ts";

/** Reads a table of the kinds (an Arrow file). A kind that uses none does not pay for the library. Throws StageFailure `table-read`. */
export async function readTable(path: string): Promise<Table> {
  return (await import("../stages/shared/table/arrow-file.ts")).readTable(path);
}

/** Writes a table as an Arrow file, the same bytes for the same table. */
export async function writeTable(path: string, table: Table): Promise<void> {
  return (await import("../stages/shared/table/arrow-file.ts")).writeTable(path, table);
}
