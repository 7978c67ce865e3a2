import type { Event } from "../events/event.ts";
import type { LoggedEvent } from "../events/run-log.ts";
import type { Clock } from "../platform/clock.ts";
import { duration } from "./duration.ts";
import { EventRecorder } from "./event-recorder.ts";
import { gateSentence } from "./gate.ts";
import { shortReason } from "./reason.ts";
import type { Reporter } from "./reporter.ts";
import { waitingWords } from "./stage-line.ts";
import { type Span, timeline, type Wait, waits } from "./timeline.ts";

/** For chrome://tracing and Perfetto: a run as a trace, a lane for each stage that was at work at the same time. Written once, at the end. */
export class TraceReporter implements Reporter {
  readonly #recorder: EventRecorder;
  readonly #write: (text: string) => void;
  #written = false;

  constructor({ clock, write }: { readonly clock: Clock; readonly write: (text: string) => void }) {
    this.#recorder = new EventRecorder(clock);
    this.#write = write;
  }

  on(event: Event): void {
    this.#recorder.on(event);
    if (event.type === "run-finished") this.#end();
  }

  /** Of a run that ended by an exception: what was at work then is `unfinished`. */
  close(): void {
    if (!this.#written) this.#end();
  }

  #end(): void {
    this.#written = true;
    this.#write(chromeTrace(this.#recorder.events, this.#recorder.now()));
  }
}

/** An entry of the trace event format; times are microseconds since the first event. */
interface TraceEvent {
  readonly name: string;
  /** `X` complete, `i` instant, `C` counter, `M` metadata, `b` and `e` the ends of what has a track of its own. */
  readonly ph: "X" | "i" | "C" | "M" | "b" | "e";
  /** Of `b` and `e`: alike for both. */
  readonly id?: string;
  readonly pid: 1;
  readonly tid?: number;
  readonly ts?: number;
  readonly dur?: number;
  readonly cat?: string;
  /** Of an instant: as wide as its lane, or as the process. */
  readonly s?: "t" | "p";
  readonly args?: Readonly<Record<string, unknown>>;
}

/** Stages that did nothing have a lane of their own, before the others. */
const idleLane = 0;

/** The JSON object form of the trace event format, an event a line. `until`: when the run was over. */
export function chromeTrace(events: readonly LoggedEvent[], until?: number): string {
  const spans = timeline(events, until);
  const origin = Math.min(events[0]?.at ?? 0, spans[0]?.start ?? Number.POSITIVE_INFINITY);
  const microseconds = (at: number): number => Math.round((at - origin) * 1000);
  const laneOf = new Map(spans.map((span) => [span.stage, span.lane + 1]));
  const started = events.find((event) => event.type === "run-started");
  const traced = [
    ...names(spans, started?.name),
    ...spans.flatMap((span) => spanEvents(span, microseconds)),
    ...waits(events, until).flatMap((wait) => waitEvents(wait, microseconds)),
    ...events.flatMap((event) => moments(event, { lane: laneOf, at: microseconds(event.at) })),
    ...atWork(spans, microseconds),
  ];
  const about =
    started === undefined
      ? {}
      : { run: started.run, pipeline: started.pipeline, started: new Date(started.at).toISOString(), ...started.environment };
  const lines = traced.map((event) => `  ${JSON.stringify(event)}`).join(",\n");
  return `{"displayTimeUnit":"ms","otherData":${JSON.stringify(about)},"traceEvents":[\n${lines}\n]}\n`;
}

function names(spans: readonly Span[], pipeline: string | undefined): readonly TraceEvent[] {
  const lanes = spans.reduce((most, { lane }) => Math.max(most, lane + 1), 0);
  const name = (tid: number, text: string): TraceEvent[] => [
    { name: "thread_name", ph: "M", pid: 1, tid, args: { name: text } },
    { name: "thread_sort_index", ph: "M", pid: 1, tid, args: { sort_index: tid } },
  ];
  const process: TraceEvent = { name: "process_name", ph: "M", pid: 1, args: { name: `millrace run ${pipeline ?? ""}`.trimEnd() } };
  return [process, ...name(idleLane, "not run"), ...Array.from({ length: lanes }, (_, lane) => name(lane + 1, `lane ${lane + 1}`)).flat()];
}

function spanEvents(span: Span, microseconds: (at: number) => number): readonly TraceEvent[] {
  const { stage, outcome, lane, finished, attempts } = span;
  const complete = (name: string, { start, end }: { readonly start: number; readonly end: number }) =>
    ({ name, ph: "X", pid: 1, tid: lane + 1, ts: microseconds(start), dur: microseconds(end) - microseconds(start) }) as const;
  const args = {
    outcome,
    reasons: finished?.reasons.map(shortReason) ?? [],
    ...(attempts.length > 0 && { attempt: attempts.at(-1)?.number }),
    ...(finished?.key !== undefined && { key: finished.key }),
    ...(finished?.peak !== undefined && { peak: finished.peak, cpu: finished.cpu }),
    ...(finished?.held !== undefined && { held: finished.held }),
    ...(finished?.waited !== undefined && { waited: finished.waited }),
    ...(finished?.backend !== undefined && { backend: finished.backend }),
    ...(finished !== undefined && finished.diagnostics.length > 0 && { diagnostics: finished.diagnostics.map(({ message }) => message) }),
  };
  const inside = attempts.length < 2 ? [] : attempts;
  return [
    { ...complete(stage, span), cat: "stage", args },
    ...inside.map((attempt) => ({ ...complete(`attempt ${attempt.number}`, clipped(attempt, span)), cat: "attempt", args: { stage } })),
  ];
}

/** Who waits has no lane: any number of stages may. */
function waitEvents({ stage, start, end, for: pools }: Wait, microseconds: (at: number) => number): readonly TraceEvent[] {
  const both = { name: `${stage} waits ${waitingWords(pools)}`, cat: "waiting", pid: 1, id: stage } as const;
  return [
    { ...both, ph: "b", ts: microseconds(start), args: { pools } },
    { ...both, ph: "e", ts: microseconds(end) },
  ];
}

/** Nested events must lie within what is around them. */
const clipped = (inner: { readonly start: number; readonly end: number }, { start, end }: Span) => ({
  start: Math.min(Math.max(inner.start, start), end),
  end: Math.min(Math.max(inner.end, start), end),
});

function moments(event: LoggedEvent, { lane, at }: { readonly lane: ReadonlyMap<string, number>; readonly at: number }): TraceEvent[] {
  const instant = (name: string, more: Pick<TraceEvent, "cat" | "tid" | "args">): TraceEvent => ({
    name,
    ph: "i",
    pid: 1,
    ts: at,
    s: more.tid === undefined ? "p" : "t",
    ...more,
  });
  const tidOf = (stage: string): number => lane.get(stage) ?? idleLane;
  switch (event.type) {
    case "stage-finished":
      return lane.has(event.stage) ? [] : [instant(`${event.stage}: ${event.outcome}`, { cat: "stage", tid: idleLane })];
    case "gate-evaluated": {
      const name = `gate ${event.passed ? "passed" : "failed"}: ${event.expression}`;
      return [instant(name, { cat: "gate", tid: tidOf(event.stage), args: { stage: event.stage, says: gateSentence(event) } })];
    }
    case "stage-retrying":
      return [
        instant(`${event.stage}: attempt ${event.attempt} failed, again in ${duration(event.delay)}`, {
          cat: "retry",
          tid: tidOf(event.stage),
          args: { message: event.diagnostic.message },
        }),
      ];
    case "notice":
      return [instant(event.diagnostic.message, { cat: "notice", ...(event.stage !== undefined && { tid: tidOf(event.stage) }) })];
    case "stage-progress":
      // A counter for each figure: a loss of 0.01 beside an accuracy of 1 would be a flat line.
      return Object.entries(event.values)
        .filter(([, value]) => Number.isFinite(value))
        .map(([name, value]) => ({ name: `${event.stage} ${name}`, ph: "C", pid: 1, ts: at, args: { [name]: value } }));
    default:
      return [];
  }
}

/** How many stages are at work, wherever that changes. */
function atWork(spans: readonly Span[], microseconds: (at: number) => number): readonly TraceEvent[] {
  const changes = new Map<number, number>();
  const change = (at: number, by: number): void => {
    changes.set(microseconds(at), (changes.get(microseconds(at)) ?? 0) + by);
  };
  for (const { start, end } of spans) {
    change(start, 1);
    change(end, -1);
  }
  let stages = 0;
  return [...changes]
    .toSorted(([left], [right]) => left - right)
    .map(([ts, by]) => {
      stages += by;
      return { name: "stages at work", ph: "C", pid: 1, ts, args: { stages } };
    });
}
