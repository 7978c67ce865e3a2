import { setMaxListeners } from "node:events";
import fc from "fast-check";
import type { PlanStage } from "../../../engine/graph/plan.ts";
import { asStageId, type StageId } from "../../../engine/platform/identity.ts";
import { type Demand, demandOf } from "../../../engine/run/pools/demand.ts";
import { type Holding, Pools } from "../../../engine/run/pools/pools.ts";
import { WaitingLine } from "../../../engine/run/pools/waiting-line.ts";
import { type Seat, schedule } from "../../../engine/run/schedule.ts";
import type { ResourceSpec } from "../../../engine/spec/pipeline.ts";
import { stageOf } from "../support/stage.ts";

/** A stage of a made-up run. */
export interface Step {
  readonly needs: readonly number[];
  /** By pool; `cpu` is 1 where it is not named. */
  readonly takes: Readonly<Record<string, number>>;
  /** Ticks at work in each of its attempts; none: it is fresh, and takes nothing. */
  readonly attempts: readonly number[];
  readonly priority: number;
}

export interface World {
  readonly cpu: number;
  readonly devices: number;
  readonly db: number;
  readonly jobs: number;
  readonly steps: readonly Step[];
}

/** What happened at a tick: `holds` are devices. */
export interface Moment {
  readonly tick: number;
  readonly what: "judged" | "waits" | "begun" | "over" | "settled";
  readonly step: number;
  readonly holds?: readonly string[];
}

const resource = ([pool, first]: readonly [string, number]): ResourceSpec => ({ pool, at: [0, 0, 0], first, times: 1 });

export const planned = (world: World): readonly PlanStage[] =>
  world.steps.map(({ needs, takes }, index) => ({
    ...stageOf({ does: { command: "true" } }),
    id: idOf(index),
    needs: needs.map(idOf),
    resources: Object.entries(takes).map(resource),
  }));

export const idOf = (index: number): StageId => asStageId(`s${index}`);

/** Tells what is taken and given back at the very moment. */
class WatchedPools extends Pools {
  onTake = (_holding: Holding): void => undefined;
  onGiveBack = (_demand: Demand): void => undefined;

  override take(demand: Demand): Holding {
    const holding = super.take(demand);
    this.onTake(holding);
    return holding;
  }

  override giveBack(holding: Holding): void {
    super.giveBack(holding);
    this.onGiveBack(holding.demand);
  }
}

export function poolsOf({ cpu, db, devices }: World): WatchedPools {
  const pools = new WatchedPools({ cpu, memory: 0, named: new Map([["db", db]]) });
  pools.devices = Array.from({ length: devices }, (_, device) => String(device));
  return pools;
}

/** What is done to a run in the middle of it. */
export interface Disturbance {
  readonly tick: number;
  /** `cancel`: Ctrl-C. `break`: the stage's end is a rejection, as of a full disk. */
  readonly kind: "cancel" | "break";
}

/** Runs the scheduler in made-up time: a tick passes when nothing more happens by itself. */
export async function simulate(
  world: World,
  disturbance?: Disturbance,
): Promise<{ readonly moments: readonly Moment[]; readonly pools: Pools; readonly error?: unknown }> {
  const pools = poolsOf(world);
  const stages = planned(world);
  const moments: Moment[] = [];
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  let tick = 0;
  let alarms: { readonly at: number; readonly ring: () => void }[] = [];
  const sleep = (ticks: number): Promise<void> =>
    new Promise((ring) => {
      if (stop.signal.aborted) ring();
      else alarms.push({ at: tick + ticks, ring });
    });
  const say = (what: Moment["what"], step: number, holds?: readonly string[]): void =>
    void moments.push({ tick, what, step, ...(holds !== undefined && { holds }) });

  const owners = new Map<Demand, number>();
  const owner = (demand: Demand): number => owners.get(demand) as number;
  pools.onTake = ({ demand, devices }) => say("begun", owner(demand), devices);
  pools.onGiveBack = (demand) => say("over", owner(demand));

  const process = async (stage: PlanStage, seat: Seat): Promise<void> => {
    const step = stages.indexOf(stage);
    const { attempts } = world.steps[step] as Step;
    say("judged", step);
    const demand = demandOf(stage, { attempt: 1, capacity: pools.capacity });
    owners.set(demand, step);
    for (const ticks of attempts) {
      const taken = await seat.take({ demand, signals: [stop.signal], onWaiting: () => say("waits", step) });
      if (taken === undefined) break;
      await sleep(ticks);
      if (disturbance?.kind === "break" && tick >= disturbance.tick) throw new Error("the disk is full");
      seat.leave();
      await sleep(1);
    }
    say("settled", step);
  };
  let error: unknown;
  let isOver = false;
  const run = schedule({
    stages,
    jobs: world.jobs,
    line: new WaitingLine(pools),
    priority: (stage) => world.steps[Number(stage.slice(1))]?.priority ?? 0,
    process,
    stop: () => stop.abort(),
  })
    .catch((reason: unknown) => {
      error = reason;
    })
    .finally(() => {
      isOver = true;
    });
  stop.signal.addEventListener("abort", () => {
    for (const { ring } of alarms) ring();
    alarms = [];
  });
  for (;;) {
    await new Promise((resolve) => setImmediate(resolve));
    if (isOver) break;
    const next = Math.min(...alarms.map(({ at }) => at));
    if (!Number.isFinite(next)) throw new Error(`nobody is at work at tick ${tick}, and the run has not ended`);
    tick = next;
    if (disturbance?.kind === "cancel" && tick >= disturbance.tick) stop.abort();
    const due = alarms.filter(({ at }) => at <= tick);
    alarms = alarms.filter(({ at }) => at > tick);
    for (const { ring } of due) ring();
  }
  await run;
  return { moments, pools, ...(error !== undefined && { error }) };
}

/** Worlds in which every demand can be met. */
export const worlds: fc.Arbitrary<World> = fc
  .record({
    cpu: fc.integer({ min: 1, max: 6 }),
    devices: fc.integer({ min: 0, max: 3 }),
    db: fc.integer({ min: 1, max: 2 }),
    jobs: fc.integer({ min: 1, max: 6 }),
    size: fc.integer({ min: 1, max: 24 }),
  })
  .chain(({ size, ...machine }) =>
    fc.tuple(...Array.from({ length: size }, (_, index) => stepOf(index, machine))).map((steps) => ({ ...machine, steps })),
  );

const stepOf = (index: number, machine: Omit<World, "jobs" | "steps">): fc.Arbitrary<Step> =>
  fc.record({
    needs: index === 0 ? fc.constant([]) : fc.uniqueArray(fc.nat(index - 1), { maxLength: 2 }),
    takes: fc.record(
      {
        cpu: fc.constantFrom(0, 0.5, 1, 1, 1, machine.cpu),
        gpu: fc.constantFrom(...[0, 0.3, 0.5, 1, 2, 3].filter((count) => count <= machine.devices)),
        db: fc.integer({ min: 0, max: machine.db }),
      },
      { requiredKeys: [] },
    ),
    attempts: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 2 }),
    priority: fc.integer({ min: 0, max: 5 }),
  });
