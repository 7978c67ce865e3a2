import type { Platform } from "../../platform/platform.ts";
import type { ProcessEnd, ProcessRequest, StartedProcess } from "../../platform/process.ts";
import type { Watchdog } from "../watchdog/watchdog.ts";
import { endGroup, endMarked, groupEnds } from "./group.ts";
import type { Meter } from "./meter.ts";

export interface SupervisedProgram {
  readonly program: ProcessRequest;
  /** Milliseconds. */
  readonly timeout?: number | undefined;
  readonly signal: AbortSignal;
  /** Named by the environment of its processes and of no others: those that have left its group are found by it where it is ended early. */
  readonly mark?: string | undefined;
  /** Whose limit ends the program. */
  readonly meter?: Meter | undefined;
}

export type Supervised =
  | { readonly kind: "ended"; readonly end: ProcessEnd; readonly leftBehind: boolean }
  | { readonly kind: "timed-out" }
  | { readonly kind: "too-large" }
  | { readonly kind: "cancelled" };

/** Runs a program to its end, its timeout or its cancellation; afterwards nothing of its group lives, nor of its mark if it was ended early. */
export async function supervise(
  { platform, watchdog }: { readonly platform: Platform; readonly watchdog: Watchdog },
  { program, timeout, signal, mark, meter }: SupervisedProgram,
): Promise<Supervised> {
  if (signal.aborted) return { kind: "cancelled" };
  const started = await platform.processes.start(program);
  if (started.group === 0) return { kind: "ended", end: await started.ended, leftBehind: false };
  try {
    // Known to the watchdog first, released second: there is no instant at which it runs unwatched.
    if (!(await watchdog.watch(started.group))) return await unwatched(platform, started);
    if (!signal.aborted) started.release();
    const cause = await firstOf(platform, { started, timeout, signal, meter });
    const leftBehind = cause === "exited" && !(await groupEnds(platform, { group: started.group, within: farewell }));
    if (cause !== "exited" || leftBehind) await endGroup(platform, started.group);
    if (cause !== "exited" && mark !== undefined) await endMarked(platform, mark);
    const end = await closePipes(platform, started);
    return cause === "exited" ? { kind: "ended", end, leftBehind } : { kind: cause };
  } finally {
    await watchdog.forget(started.group);
  }
}

/** Milliseconds for what outlives the program by a moment only, such as `tee` behind it. */
const farewell = 1000;

async function unwatched(platform: Platform, started: StartedProcess): Promise<Supervised> {
  await endGroup(platform, started.group);
  await started.ended;
  const message = "the process that watches over stages could not be started";
  return { kind: "ended", end: { kind: "not-started", message }, leftBehind: false };
}

interface Waiting {
  readonly started: StartedProcess;
  readonly timeout: number | undefined;
  readonly signal: AbortSignal;
  readonly meter: Meter | undefined;
}

async function firstOf(
  { clock }: Platform,
  { started, timeout, signal, meter }: Waiting,
): Promise<"exited" | "timed-out" | "too-large" | "cancelled"> {
  const decided = new AbortController();
  try {
    return await Promise.race([
      started.exited.then(() => "exited" as const),
      new Promise<"cancelled">((resolve) => {
        if (signal.aborted) resolve("cancelled");
        else signal.addEventListener("abort", () => resolve("cancelled"), { signal: decided.signal });
      }),
      ...(meter === undefined
        ? []
        : [meter.exceeds(started.group, decided.signal).then((exceeds) => (exceeds ? ("too-large" as const) : forever()))]),
      ...(timeout === undefined ? [] : [clock.wait(timeout, decided.signal).then(() => "timed-out" as const)]),
    ]);
  } finally {
    decided.abort();
  }
}

/** Of a race that others decide. */
const forever = (): Promise<never> => new Promise(() => undefined);

/** The group is gone; a process that left it may hold the pipes for as long as it likes. */
async function closePipes({ clock }: Platform, started: StartedProcess): Promise<ProcessEnd> {
  const closed = new AbortController();
  void started.ended.then(() => closed.abort());
  // Many short waits, so that what is already in the pipes is read between them however busy this process is.
  for (let turn = 0; turn < 20 && !closed.signal.aborted; turn += 1) await clock.wait(50, closed.signal);
  if (!closed.signal.aborted) started.disconnect();
  return started.ended;
}
