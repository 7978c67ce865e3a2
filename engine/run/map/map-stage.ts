import { join } from "node:path";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { absolute } from "../../freshness/workspace.ts";
import type { Entry } from "../../key/entry.ts";
import type { ProjectPath } from "../../platform/identity.ts";
import type { AttemptResult } from "../attempt/result.ts";
import { changedInputs, inputChanged } from "../changed-inputs.ts";
import type { PlacedExecution } from "../execute.ts";
import type { AttemptRunner, Runner } from "../runner.ts";
import { tryUntilDone } from "../try-until-done.ts";
import { assemble } from "./assemble.ts";
import { Batch } from "./batch.ts";
import { type MapFile, mapFiles } from "./map-files.ts";
import { Owners } from "./owners.ts";
import { updateFolder } from "./update-folder.ts";
import { Workplace } from "./workplace.ts";

/**
 * Runs a stage for each file of the folder that it is mapped over, in batches, and puts together what was made of all files. What is
 * made of a file enters the store as the result of a key of its own, so what a run that fails or is killed has finished is not done
 * again.
 */
export async function mapStage(runner: Runner, request: PlacedExecution): Promise<AttemptResult> {
  const { stage, assessment } = request;
  const standing = await runner.keeper.prepareToUpdate(stage);
  runner.emit({ type: "stage-started", stage: stage.id, attempt: 1, reasons: assessment.verdict.reasons });
  const files = await mapFiles(runner.session.workspace, { stage, assessment });
  if (!files.ok) return failed(files.failure);
  const work = new MapWork(runner, { ...request, files: files.value, standing });
  const folder = join(runner.session.executor.projectRoot, ".millrace", "map", stage.id);
  const { disk } = runner.request.platform;
  // What a killed engine left there.
  disk.remove("scratch", folder);
  try {
    for (let tries = 1; ; tries++) {
      const left = (await work.run()) ?? (await work.leave());
      if (left !== "lost") return left;
      if (tries === mostTries) return failed(lost(stage.id));
      work.takeUpLost();
    }
  } finally {
    disk.remove("scratch", folder);
  }
}

/** Each finds something in the store that is damaged, which is dropped and made again. */
const mostTries = 10;

type Place = Pick<PlacedExecution, "seat" | "granted">;

interface MapRequest extends PlacedExecution {
  readonly files: readonly MapFile[];
  /** What an earlier run left, by output path. */
  readonly standing: ReadonlyMap<ProjectPath, Entry>;
}

class MapWork {
  readonly #runner: Runner;
  readonly #request: MapRequest;
  readonly #owners: Owners;
  readonly #results = new Map<MapFile, Readonly<Record<string, Entry>>>();
  /** Of files that wait for their turn; the next is the last. */
  readonly #waiting: MapFile[];
  readonly #warnings: Diagnostic[] = [];
  #failure: AttemptResult | undefined;

  constructor(runner: Runner, request: MapRequest) {
    this.#runner = runner;
    this.#request = request;
    this.#owners = new Owners(request.files.map(({ name }) => name));
    this.#waiting = request.files.filter((file) => !this.#recall(file)).reverse();
  }

  /** The failure, where there is one. */
  async run(): Promise<AttemptResult | undefined> {
    this.#tell();
    const starts = Math.ceil(this.#waiting.length / this.#size);
    await this.#workAll(starts);
    if (this.#failure?.kind !== "failed" && this.#failure?.kind !== "timed-out") return this.#failure;
    const { files } = this.#request;
    const done = this.#results.size;
    const kept = `what was made of ${done} of ${files.length} files is kept`;
    const { diagnostic } = this.#failure;
    if (done === 0) return this.#failure;
    return { ...this.#failure, diagnostic: { ...diagnostic, hint: diagnostic.hint === undefined ? kept : `${diagnostic.hint}; ${kept}` } };
  }

  /** Puts the outputs together from what the store has of each file. */
  async leave(): Promise<AttemptResult | "lost"> {
    const { stage } = this.#request;
    const { workspace } = this.#runner.session;
    for (const { port, path } of stage.outputs) {
      const results = new Map(
        [...this.#results].flatMap(([file, outputs]) => (outputs[port] === undefined ? [] : [[file, outputs[port]]])),
      );
      const whole = assemble({ store: workspace.store, stage, port, owners: this.#owners, results });
      if (!whole.ok) return failed(whole.failure);
      if (whole.value === undefined || !(await this.#bring(path, whole.value))) return "lost";
    }
    if (this.#request.files.length > 0 && this.#isEmpty()) this.#warnings.push(nothingLeft(stage.id, this.#request.files.length));
    return { kind: "succeeded", warnings: this.#warnings };
  }

  /** The files whose results are not in the store any more: where the same bytes stood there damaged, what was made anew was not stored. */
  takeUpLost(): void {
    const { store } = this.#runner.session.workspace;
    for (const [file, outputs] of this.#results) {
      if (Object.values(outputs).every((entry) => store.has(entry))) continue;
      this.#results.delete(file);
      this.#waiting.push(file);
    }
  }

  /** Touches what differs from what stands there, where something does. */
  async #bring(path: ProjectPath, whole: Entry): Promise<boolean> {
    const { workspace } = this.#runner.session;
    const target = absolute(workspace, path);
    const from = this.#request.standing.get(path);
    if (from !== undefined) {
      if (await updateFolder(workspace, { path: target, from, to: whole })) return true;
      workspace.reader.disk.remove("output", target);
    }
    return (await workspace.store.materialize(whole, target)).ok;
  }

  get #goesOn(): boolean {
    const { keepGoing } = this.#runner.request;
    return this.#waiting.length > 0 && (this.#failure === undefined || (keepGoing && this.#failure.kind !== "cancelled"));
  }

  get #size(): number {
    return this.#request.stage.map?.batch ?? 1;
  }

  /** Whether the store has what was made of the file. */
  #recall(file: MapFile): boolean {
    const { stage, assessment } = this.#request;
    if (assessment.verdict.reasons.some(({ kind }) => kind === "forced" || kind === "rerun-always")) return false;
    const { store } = this.#runner.session.workspace;
    const result = store.recall(file.key);
    if (result === undefined) return false;
    const isHere = stage.outputs.every(({ port }) => result.outputs[port] !== undefined && store.has(result.outputs[port]));
    if (isHere) this.#results.set(file, result.outputs);
    return isHere;
  }

  /** In the stage's own place, and in as many more as there are to be had meanwhile. */
  async #workAll(starts: number): Promise<void> {
    const noMore = new AbortController();
    const more = Math.max(0, Math.min(starts, this.#runner.request.jobs) - 1);
    const helpers = Array.from({ length: more }, () => this.#help(noMore.signal));
    const ended = await Promise.allSettled([this.#work(this.#request).finally(() => noMore.abort()), ...helpers]);
    for (const end of ended) if (end.status === "rejected") throw end.reason;
  }

  async #help(noMore: AbortSignal): Promise<void> {
    const { stage } = this.#request;
    const { places, signalOf } = this.#runner;
    const seat = this.#request.seat.another();
    try {
      const place = await places.take({ stage, seat, attempt: 1, signals: [signalOf(stage.id), noMore], isExtra: true });
      if (place.ok && place.value !== undefined) await this.#work({ seat, granted: place.value.granted });
    } finally {
      seat.leave();
    }
  }

  /** One start after the other, until nothing waits or something has failed. */
  async #work(place: Place): Promise<void> {
    const { stage } = this.#request;
    const workplace = new Workplace({ ...place, stage, places: this.#runner.places, signal: this.#runner.signalOf(stage.id) });
    while (this.#goesOn) {
      const renewed = await workplace.renew();
      if (!renewed.ok) this.#failure ??= failed(renewed.failure);
      if (!renewed.ok || !renewed.value) return;
      const files = this.#waiting.splice(-this.#size).reverse();
      if (files.length === 0) return;
      const ended = await this.#start(files, workplace).catch((error: unknown) => {
        // The disk refuses: nobody is to begin anything more.
        this.#waiting.length = 0;
        throw error;
      });
      if (ended.kind === "succeeded") this.#warnings.push(...ended.warnings);
      else this.#failure ??= ended;
    }
  }

  async #start(files: readonly MapFile[], { place, places }: Workplace): Promise<AttemptResult> {
    const { stage, assessment } = this.#request;
    const { session, request, signalOf } = this.#runner;
    if (signalOf(stage.id).aborted) return { kind: "cancelled", warnings: [] };
    const { store } = session.workspace;
    const batch = new Batch({ disk: request.platform.disk, store, projectRoot: session.executor.projectRoot, stage, files });
    try {
      await batch.prepare();
      if (batch.edited !== undefined) return failed(inputChanged(stage, batch.edited));
      const ended = await tryUntilDone({ ...this.#runnerOf(batch), places }, { ...this.#request, ...place, stage: batch.stage });
      if (ended.kind !== "succeeded") return named(ended, files);
      if (batch.edited !== undefined) return failed(inputChanged(stage, batch.edited));
      const results = await batch.collect(this.#owners);
      if (!results.ok) return failed(results.failure);
      // Of the mapped folder each file was compared as it was copied; of the rest it is known now that it was what the keys say.
      const rest = { ...stage, inputs: stage.inputs.filter(({ port }) => port !== stage.map?.port) };
      const [changed] = await changedInputs(this.#runner, { stage: rest, assessment });
      if (changed !== undefined) return failed(changed);
      for (const [file, outputs] of results.value) {
        store.remember(file.key, { outputs, metrics: {} });
        this.#results.set(file, outputs);
      }
      this.#tell();
      return ended;
    } finally {
      batch.remove();
    }
  }

  /** A start has folders of its own, and is no attempt of the whole stage. */
  #runnerOf(batch: Batch): AttemptRunner {
    const { emit } = this.#runner;
    return {
      ...this.#runner,
      keeper: { discard: async () => batch.remove(), prepare: () => batch.prepare() },
      emit: (event) => {
        if (event.type !== "stage-started") emit(event);
      },
    };
  }

  #tell(): void {
    const { stage, files } = this.#request;
    const [step, total] = [this.#results.size, files.length];
    this.#runner.emit({ type: "stage-progress", stage: stage.id, step, total, unit: "file", values: {} });
  }

  #isEmpty(): boolean {
    const { store } = this.#runner.session.workspace;
    return [...this.#results.values()].every((outputs) =>
      Object.values(outputs).every(({ digest }) => store.readBytes(digest)?.toString("utf8") === '{"tree":{}}'),
    );
  }
}

const failed = (diagnostic: Diagnostic): AttemptResult => ({ kind: "failed", diagnostic, warnings: [] });

/** Files that a failure names; the rest are counted. */
const mostNamed = 3;

function named(ended: AttemptResult, files: readonly MapFile[]): AttemptResult {
  if (ended.kind !== "failed" && ended.kind !== "timed-out") return ended;
  const names = files.slice(0, mostNamed).map(({ name }) => name);
  const more = files.length > mostNamed ? ` and ${files.length - mostNamed} more` : "";
  return { ...ended, diagnostic: { ...ended.diagnostic, message: `${ended.diagnostic.message}, for ${names.join(", ")}${more}` } };
}

const lost = (stage: string): Diagnostic => ({
  code: "object-absent",
  severity: "error",
  message: `what stage ${stage} had made of some files is no longer in the store, or is damaged there`,
  why: "it was dropped while the stage was at work",
  hint: "run again: it is made anew",
});

const nothingLeft = (stage: string, files: number): Diagnostic => ({
  code: "map-failed",
  severity: "warning",
  message: `stage ${stage} has left nothing for any of ${files} files`,
  why: "a file may have no result, but seldom none of them has",
  hint: "let the command write into its output folder, to a name that begins with the file's",
});
