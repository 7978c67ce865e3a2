import type { Outcome, StageFinished } from "../events/event.ts";
import type { LoggedEvent } from "../events/run-log.ts";
import type { StageId } from "../platform/identity.ts";

/** A stage at work, in milliseconds since the epoch. */
export interface Span {
  readonly stage: StageId;
  /** `unfinished`: the run was over before it told how the stage ended. */
  readonly outcome: Outcome | "unfinished";
  readonly start: number;
  readonly end: number;
  /** From 0: stages of one lane never overlap, and there are as many lanes as stages that were at work together. */
  readonly lane: number;
  readonly attempts: readonly Attempt[];
  readonly finished: StageFinished | undefined;
}

export interface Attempt {
  /** From 1. */
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

/** A stage that must run and waits for pools, in milliseconds since the epoch. */
export interface Wait {
  readonly stage: StageId;
  readonly start: number;
  readonly end: number;
  /** Names of pools. */
  readonly for: readonly string[];
}

/** By the time of their ends; those that have not ended last until `until`: the last event, if not given. */
export function waits(events: readonly LoggedEvent[], until?: number): readonly Wait[] {
  const begun = new Map<StageId, Omit<Wait, "end">>();
  const ended: Wait[] = [];
  for (const event of events) {
    if (event.type === "stage-waiting") begun.set(event.stage, { stage: event.stage, start: event.at, for: event.for });
    if (event.type !== "stage-started" && event.type !== "stage-finished") continue;
    const wait = begun.get(event.stage);
    if (wait !== undefined) ended.push({ ...wait, end: event.at });
    begun.delete(event.stage);
  }
  return [...ended, ...[...begun.values()].map((wait) => ({ ...wait, end: until ?? events.at(-1)?.at ?? wait.start }))];
}

type Unplaced = Omit<Span, "lane">;

/** Milliseconds. A log rounds times to whole ones, so that a stage may seem to begin before the one that made way for it was over. */
const roundingOfLogs = 1;

/**
 * Every stage that did something, by the time of its start. What was fresh, blocked or skipped did nothing. What has not finished
 * was at work until `until`: the last event, if not given.
 */
export function timeline(events: readonly LoggedEvent[], until?: number): readonly Span[] {
  return placed(
    unplaced(events, until ?? events.at(-1)?.at ?? 0).toSorted((left, right) => left.start - right.start || left.end - right.end),
  );
}

function unplaced(events: readonly LoggedEvent[], last: number): readonly Unplaced[] {
  const starts = new Map<StageId, { number: number; at: number }[]>();
  const spans: Unplaced[] = [];
  for (const event of events) {
    if (event.type === "stage-started") {
      starts.set(event.stage, [...(starts.get(event.stage) ?? []), { number: event.attempt, at: event.at }]);
    }
    if (event.type !== "stage-finished") continue;
    const begun = starts.get(event.stage) ?? [];
    starts.delete(event.stage);
    const { stage, outcome, at: end } = event;
    if (!didSomething(event, begun.length > 0)) continue;
    const start = Math.min(end - event.milliseconds, begun[0]?.at ?? end);
    spans.push({ stage, outcome, start, end, attempts: attempts(begun, end), finished: event });
  }
  for (const [stage, begun] of starts) {
    const start = begun[0]?.at ?? last;
    spans.push({ stage, outcome: "unfinished", start, end: last, attempts: attempts(begun, last), finished: undefined });
  }
  return spans;
}

function didSomething({ outcome }: StageFinished, begun: boolean): boolean {
  return outcome === "ran" || outcome === "restored" || outcome === "failed" || begun;
}

const attempts = (begun: readonly { readonly number: number; readonly at: number }[], end: number): readonly Attempt[] =>
  begun.map(({ number, at }, index) => ({ number, start: at, end: begun[index + 1]?.at ?? end }));

/** Each goes to the first lane that is free. */
function placed(spans: readonly Unplaced[]): readonly Span[] {
  const free: number[] = [];
  return spans.map((span) => {
    const found = free.findIndex((end) => end <= span.start + roundingOfLogs);
    const lane = found < 0 ? free.length : found;
    const start = Math.max(span.start, free[lane] ?? span.start);
    const end = Math.max(span.end, start);
    free[lane] = end;
    return { ...span, start, end, lane };
  });
}
