import { join } from "node:path";
import { ignoreState } from "../../platform/ignore-state.ts";
import type { Platform } from "../../platform/platform.ts";
import { outcomeOf } from "../run-outcome.ts";
import type { Experiment, ExperimentStatus } from "./experiment.ts";

/** A name of an experiment is the name of a file, on every system. */
export const experimentName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/;

/** The experiments of a project: what is known of each, and what is kept of it. */
export class ExperimentFiles {
  readonly #platform: Platform;
  readonly #projectRoot: string;

  constructor({ platform, projectRoot }: { readonly platform: Platform; readonly projectRoot: string }) {
    this.#platform = platform;
    this.#projectRoot = projectRoot;
  }

  /** Absolute. */
  get root(): string {
    return join(this.#projectRoot, ".millrace", "experiments");
  }

  /** What is kept of one that has run: its log, what its stages printed, its lock. Laid out as a project, so that it is read as one. */
  folderOf(name: string): string {
    return join(this.root, name);
  }

  /** Oldest first. A file that is no record is none. */
  list(): readonly Experiment[] {
    const { disk } = this.#platform;
    if (disk.stat(this.root)?.type !== "directory") return [];
    const names = disk.list(this.root).flatMap(({ name }) => (name.endsWith(".json") ? [name.slice(0, -".json".length)] : []));
    return names
      .flatMap((name) => this.find(name) ?? [])
      .sort((left, right) => left.createdAt - right.createdAt || (left.name < right.name ? -1 : 1));
  }

  find(name: string): Experiment | undefined {
    const { disk } = this.#platform;
    const path = this.#recordOf(name);
    if (!experimentName.test(name) || disk.stat(path)?.type !== "file") return undefined;
    try {
      const experiment: Experiment = JSON.parse(disk.read(path).toString("utf8"));
      return experiment.format === 1 && experiment.name === name ? experiment : undefined;
    } catch {
      return undefined;
    }
  }

  /** `false` where the name is taken: of two that create it at once, one is told. */
  create(experiment: Experiment): boolean {
    const { disk, environment } = this.#platform;
    disk.makeDirectory("experiment", this.root);
    ignoreState(disk, this.#projectRoot);
    const draft = join(this.root, `.new-${environment.processId}`);
    disk.replace("experiment", draft, textOf(experiment));
    try {
      return disk.link("experiment", draft, this.#recordOf(experiment.name));
    } finally {
      disk.remove("experiment", draft);
    }
  }

  write(experiment: Experiment): void {
    this.#platform.disk.replace("experiment", this.#recordOf(experiment.name), textOf(experiment));
  }

  /** What is kept first: a kill in between leaves a record, which can be removed again. */
  remove(name: string): void {
    const { disk } = this.#platform;
    disk.remove("experiment", this.folderOf(name));
    disk.remove("experiment", this.#recordOf(name));
  }

  statusOf({ runner, result }: Experiment): ExperimentStatus {
    if (result !== undefined) return outcomeOf(result.exitCode);
    if (runner === undefined) return "queued";
    const { environment, processes } = this.#platform;
    const alive = runner.host !== environment.hostName || processes.startTime(runner.processId) === runner.startTime;
    return alive ? "running" : "interrupted";
  }

  #recordOf(name: string): string {
    return join(this.root, `${name}.json`);
  }
}

const textOf = (experiment: Experiment): string => `${JSON.stringify(experiment, undefined, 2)}\n`;
