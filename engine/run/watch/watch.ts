import { join } from "node:path";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import type { Listener } from "../../events/event.ts";
import type { Plan } from "../../graph/plan.ts";
import { readLock } from "../../lock/lock-file.ts";
import type { Platform } from "../../platform/platform.ts";
import { growByLock } from "../grow-by-lock.ts";
import type { Restart } from "../request.ts";
import { type Edit, Edits } from "./edits.ts";
import { LoopGuard } from "./loop-guard.ts";
import { Restarts } from "./restarts.ts";
import { type Prepared, type Watched, watchedBy } from "./watched.ts";

export interface WatchRequest {
  readonly platform: Platform;
  /** Absolute: where the project is taken to be until the pipeline can be read. */
  readonly projectRoot: string;
  /** Look for edits once a second, instead of being told by the system. */
  readonly polling: boolean;
  /** Reads the pipeline as it stands on the disk now. */
  readonly prepare: () => Promise<Prepared & { readonly diagnostics: readonly Diagnostic[] }>;
  /** Brings it up to date. */
  readonly run: (round: { readonly plan: Plan; readonly restart: Restart }) => Promise<unknown>;
  /** Aborted by Ctrl-C (`reason` is "SIGINT") or TERM ("SIGTERM"). */
  readonly signal: AbortSignal;
  readonly emit: Listener;
}

/**
 * A run after each edit, until interrupted. Whatever was edited, and whenever: once it is quiet, the results are those of a run of
 * what stands on the disk. So in each round all that is watched is hashed first, then the pipeline is read, then it is run; what
 * is found to be edited after the hashing means another round.
 */
export async function watch(request: WatchRequest): Promise<ExitCode> {
  const round = new Rounds(request);
  try {
    while (!request.signal.aborted) await round.next();
    return request.signal.reason === "SIGTERM" ? exitCodes.terminated : exitCodes.interrupted;
  } finally {
    await round.close();
  }
}

class Rounds {
  readonly #request: WatchRequest;
  readonly #edits: Edits;
  readonly #loops: LoopGuard;
  /** Of the run at work. */
  #restarts: Restarts | undefined;
  #isEdited = false;
  #awaken = (): void => {};
  #told = "";

  constructor(request: WatchRequest) {
    this.#request = request;
    const { platform, polling, emit } = request;
    const notify = (diagnostic: Diagnostic): void => emit({ type: "notice", diagnostic });
    this.#edits = new Edits({ platform, polling, notify, onEdit: (edit) => this.#onEdit(edit) });
    this.#loops = new LoopGuard({ platform, notify, signal: request.signal });
  }

  /** From "something may be stale" to the next edit. */
  async next(): Promise<void> {
    const prepared = await this.#prepare();
    const { plan } = prepared;
    this.#tell(prepared.diagnostics);
    const mustRestart = plan !== undefined && !this.#isEdited && ((await this.#run(plan)) || (await this.#hasGrown(prepared)));
    await this.#edits.settled();
    if (!this.#isEdited && !mustRestart) await this.#wait();
  }

  close(): Promise<void> {
    return this.#edits.close();
  }

  /** Until what is watched is what the pipeline that was read after it was looked at is made from. */
  async #prepare(): ReturnType<WatchRequest["prepare"]> {
    const { signal } = this.#request;
    for (;;) {
      await this.#edits.look();
      this.#isEdited = false;
      const prepared = await this.#request.prepare();
      const watched = await this.#watchedBy(prepared);
      if (this.#edits.follows(watched) || signal.aborted) return prepared;
      await this.#edits.follow(watched);
    }
  }

  /** Also what instances of lists read, as far as the lock tells which there are. */
  async #watchedBy(prepared: Prepared): Promise<Watched> {
    const { platform, projectRoot } = this.#request;
    const { plan } = prepared;
    const before = this.#edits.watched;
    if (plan?.grow === undefined) return watchedBy({ platform, prepared, before, projectRoot });
    const lock = readLock(platform.disk, join(plan.pipeline.projectRoot, plan.pipeline.lockFile));
    return watchedBy({ platform, prepared: { ...prepared, plan: await growByLock(plan, lock) }, before, projectRoot });
  }

  /** Whether the run has made instances that read what nobody has watched yet: then another round looks at it. */
  async #hasGrown(prepared: Prepared): Promise<boolean> {
    return prepared.plan?.grow !== undefined && !this.#edits.follows(await this.#watchedBy(prepared));
  }

  #tell(diagnostics: readonly Diagnostic[]): void {
    const text = JSON.stringify(diagnostics);
    const isNews = text !== this.#told || diagnostics.some(({ severity }) => severity === "error");
    this.#told = text;
    if (isNews) for (const diagnostic of diagnostics) this.#request.emit({ type: "notice", diagnostic });
  }

  /** Whether it is to be run again. */
  async #run(plan: Plan): Promise<boolean> {
    if (this.#request.signal.aborted) return false;
    const restarts = new Restarts(plan);
    this.#restarts = restarts;
    await this.#request.run({ plan, restart: restarts });
    this.#restarts = undefined;
    await this.#loops.after(restarts.stoppedAtInput);
    return restarts.stoppedAtInput.size > 0;
  }

  async #wait(): Promise<void> {
    const { signal, emit } = this.#request;
    if (signal.aborted) return;
    emit({ type: "watching", ...this.#edits.count() });
    await new Promise<void>((resolve) => {
      this.#awaken = resolve;
      signal.addEventListener("abort", () => resolve(), { once: true });
      if (this.#isEdited || signal.aborted) resolve();
    });
  }

  #onEdit({ paths, definition, readers }: Edit): void {
    this.#request.emit({ type: "files-changed", paths });
    this.#isEdited = true;
    if (definition) this.#restarts?.stopAll();
    else for (const reader of readers) this.#restarts?.inputChanged(reader);
    this.#awaken();
  }
}
