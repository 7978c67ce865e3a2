import type { Pools as PoolConfig } from "../../config/config.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Held, Listener } from "../../events/event.ts";
import type { Plan, PlanStage } from "../../graph/plan.ts";
import { failure, type Result, success } from "../../platform/result.ts";
import type { LocalExecutor } from "../attempt/executor.ts";
import { supervise } from "../attempt/supervise.ts";
import type { Seat, Taken } from "../schedule.ts";
import { amountOf, type Demand, demandOf } from "./demand.ts";
import { findDevices } from "./find-devices.ts";
import type { Granted } from "./granted.ts";
import { poolTooSmall } from "./too-small.ts";
import type { WaitingLine } from "./waiting-line.ts";

export interface PlacesRequest {
  readonly plan: Plan;
  readonly config: PoolConfig;
  readonly line: WaitingLine;
  readonly executor: LocalExecutor;
  /** Aborted when the whole run is to end. */
  readonly signal: AbortSignal;
  readonly emit: Listener;
}

export interface PlaceRequest {
  readonly stage: PlanStage;
  readonly seat: Seat;
  /** From 1. */
  readonly attempt: number;
  /** The wait ends where one of them is aborted. */
  readonly signals: readonly AbortSignal[];
  /** The stage is at work in another place: nobody need be told that it would like one more. */
  readonly isExtra?: true;
}

export interface Place {
  readonly granted: Granted;
  /** Whether it was not to be had at once. */
  readonly waited: boolean;
}

/** Milliseconds: a driver that is loaded for the first time takes some seconds. */
const patience = 30_000;

/** Gives stages what they want of the run's pools. */
export class Places {
  readonly #request: PlacesRequest;
  readonly #sharesDevices: boolean;

  constructor(request: PlacesRequest) {
    const { config, plan } = request;
    this.#request = request;
    this.#sharesDevices = config.gpu.length > 0 || [...plan.stages.values()].some(wantsDevices);
  }

  /** Waits until all that an attempt wants is free. `undefined` where the wait was ended; a demand that can never be met is a failure. */
  async take({ stage, seat, attempt, signals, isExtra }: PlaceRequest): Promise<Result<Place | undefined, Diagnostic>> {
    const { plan, line, emit } = this.#request;
    const { pools } = line;
    if (wantsDevices(stage)) await pools.knowDevices(() => this.#findDevices());
    const demand = demandOf(stage, { attempt, capacity: pools.capacity });
    const shortage = pools.shortage(demand);
    if (shortage !== undefined) return failure(poolTooSmall(shortage, { plan, stage }));
    const onWaiting = (awaited: readonly string[]): void => {
      if (isExtra !== true) emit({ type: "stage-waiting", stage: stage.id, attempt, for: awaited });
    };
    const taken = await seat.take({ demand, signals, onWaiting });
    if (taken === undefined) return success(undefined);
    const said = (pool: string): Record<string, number> =>
      stage.resources.some((resource) => resource.pool === pool) ? { [pool]: amountOf(pool, demand.units.get(pool) ?? 0) } : {};
    const devices = this.#sharesDevices ? { devices: taken.devices } : {};
    const held = heldBy(stage, { units: demand.units, devices: taken.devices });
    return success({ granted: { ...said("cpu"), ...limitOf(said("memory")), ...devices, ...(held && { held }) }, waited: taken.waited });
  }

  /** What is to be said of a stage that wants more than there ever is; `undefined` where it fits, or where only the driver knows. */
  async shortageOf(stage: PlanStage): Promise<Diagnostic | undefined> {
    const { plan, line, config, executor } = this.#request;
    const { CUDA_VISIBLE_DEVICES, HIP_VISIBLE_DEVICES } = executor.platform.environment.variables;
    const isTold = config.gpu.length > 0 || (CUDA_VISIBLE_DEVICES ?? HIP_VISIBLE_DEVICES) !== undefined;
    if (wantsDevices(stage)) {
      if (!isTold) return undefined;
      await line.pools.knowDevices(() => this.#findDevices());
    }
    const shortage = line.pools.shortage(demandOf(stage, { attempt: 1, capacity: line.pools.capacity }));
    return shortage && poolTooSmall(shortage, { plan, stage });
  }

  #findDevices(): Promise<readonly string[]> {
    const { config, executor } = this.#request;
    return findDevices({
      configured: config.gpu,
      variables: executor.platform.environment.variables,
      ask: () => this.#askDriver(),
    });
  }

  async #askDriver(): Promise<string | undefined> {
    const { executor, signal } = this.#request;
    const { PATH } = executor.platform.environment.variables;
    const lines: string[] = [];
    const asked = await supervise(executor, {
      program: {
        argv: ["nvidia-smi", "-L"],
        cwd: executor.projectRoot,
        env: PATH === undefined ? {} : { PATH },
        onLine: (stream, line) => {
          if (stream === "stdout") lines.push(line);
        },
      },
      timeout: patience,
      signal,
    });
    return asked.kind === "ended" && asked.end.kind === "exited" && asked.end.code === 0 ? lines.join("\n") : undefined;
  }
}

const wantsDevices = ({ resources }: PlanStage): boolean => resources.some(({ pool, first }) => pool === "gpu" && first > 0);

function heldBy({ resources }: PlanStage, { units, devices }: Pick<Demand, "units"> & Pick<Taken, "devices">): Held | undefined {
  const held = resources.flatMap(({ pool }) => {
    const taken = units.get(pool);
    return taken === undefined ? [] : [[pool, pool === "gpu" ? devices : amountOf(pool, taken)] as const];
  });
  return held.length === 0 ? undefined : Object.fromEntries(held);
}

/** `memory: 0` is no limit. */
const limitOf = ({ memory }: Record<string, number>): Granted => (memory === undefined || memory === 0 ? {} : { memory });
