import type { ListedRun } from "../../history/past-runs.ts";
import type { PastRun } from "../../history/read-run.ts";
import type { SideBySide } from "../../history/side-by-side.ts";

/** `runs show --json`: one document; moments in ISO 8601, durations in milliseconds. */
export function runDocument(past: PastRun, listed: Pick<ListedRun, "run" | "short" | "outcome" | "milliseconds">): string {
  const { started, stages, finished, gates, notices, unfinished } = past;
  const { type: _started, at, run: _run, stages: selected, ...start } = started;
  return documentOf({
    run: listed.run,
    short: listed.short,
    outcome: listed.outcome,
    ...(finished !== undefined && { exitCode: finished.exitCode, counts: finished.counts }),
    at: new Date(at).toISOString(),
    milliseconds: listed.milliseconds,
    ...start,
    selected,
    stages: stages.map(({ type: _type, ...stage }) => stage),
    gates: gates.map(({ type: _type, ...gate }) => gate),
    criticalPath: finished?.criticalPath ?? [],
    notices: notices.map(({ stage, diagnostic }) => ({ ...(stage !== undefined && { stage }), diagnostic })),
    unfinished,
  });
}

/** `runs compare --json`: one document; `values` are in the order of `runs`. */
export const comparisonDocument = (runs: readonly Pick<ListedRun, "run" | "short">[], compared: SideBySide): string =>
  documentOf({ runs: runs.map(({ run, short }) => ({ run, short })), ...compared });

const documentOf = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
