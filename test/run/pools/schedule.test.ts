import fc from "fast-check";
import { expect, test } from "vitest";
import { type Demand, demandOf } from "../../../engine/run/pools/demand.ts";
import type { Holding, Pools } from "../../../engine/run/pools/pools.ts";
import { patience } from "../../../engine/run/pools/waiting-line.ts";
import { type Moment, planned, poolsOf, simulate, type World, worlds } from "./simulation.ts";

const runs = { numRuns: 80 };

const demandsOf = (world: World): readonly Demand[] =>
  planned(world).map((stage) => demandOf(stage, { attempt: 1, capacity: poolsOf(world).capacity }));

/** Plays the moments of a run again on books of its own, and calls `look` after each. */
function replay(world: World, moments: readonly Moment[], look: (state: State) => void): void {
  const demands = demandsOf(world);
  const pools = poolsOf(world);
  const state: State = { pools, demands, atWork: new Map(), waiting: new Map(), moment: undefined };
  for (const moment of moments) {
    state.moment = moment;
    const { step, what } = moment;
    if (what === "waits") state.waiting.set(step, 0);
    if (what === "begun") {
      state.waiting.delete(step);
      // Throws where it does not fit.
      state.atWork.set(step, pools.take(demands[step] as Demand));
    }
    const held = state.atWork.get(step);
    if (what === "over" && held !== undefined) {
      pools.giveBack(held);
      state.atWork.delete(step);
    }
    if (what === "settled") state.waiting.delete(step);
    look(state);
  }
}

interface State {
  readonly pools: Pools;
  readonly demands: readonly Demand[];
  readonly atWork: Map<number, Holding>;
  /** Stages in the line. */
  readonly waiting: Map<number, number>;
  moment: Moment | undefined;
}

test("never more is taken than there is, a device has one owner or shares of one, and every stage comes to its end", () =>
  fc.assert(
    fc.asyncProperty(worlds, async (world) => {
      const { moments, error } = await simulate(world);
      expect(error).toBeUndefined();
      replay(world, moments, ({ atWork, moment, demands }) => {
        expect(atWork.size).toBeLessThanOrEqual(world.jobs);
        if (moment?.what === "begun") expect(moment.holds).toHaveLength(Math.ceil((demands[moment.step]?.units.get("gpu") ?? 0) / 1000));
      });
      const demands = demandsOf(world);
      const shares = new Map<string, number>();
      const owned = new Map<number, readonly string[]>();
      for (const { what, step, holds = [] } of moments) {
        const share = Math.min(demands[step]?.units.get("gpu") ?? 0, 1000);
        const [devices, by] = what === "begun" ? [holds, share] : what === "over" ? [owned.get(step) ?? [], -share] : [[], 0];
        if (what === "begun") owned.set(step, holds);
        for (const device of devices) shares.set(device, (shares.get(device) ?? 0) + by);
        for (const taken of shares.values()) expect(taken).toBeLessThanOrEqual(1000);
      }
      const settled = moments.filter(({ what }) => what === "settled").map(({ step }) => step);
      expect(settled.toSorted((one, other) => one - other)).toEqual(world.steps.map((_, index) => index));
      world.steps.forEach(({ needs }, index) => {
        const begun = moments.findIndex(({ step, what }) => step === index && what === "judged");
        for (const need of needs) {
          expect(moments.findIndex(({ step, what }) => step === need && what === "settled")).toBeLessThan(begun);
        }
      });
    }),
    runs,
  ));

test("what takes nothing of the pools is judged and settled while others wait for them", () =>
  fc.assert(
    fc.asyncProperty(worlds, async (world) => {
      const { moments } = await simulate(world);
      let free = world.jobs;
      const ticks = new Map<number, number>();
      for (const moment of moments) {
        if (moment.what === "judged") ticks.set(moment.step, moment.tick);
        if (moment.what === "begun") free -= 1;
        if (moment.what === "over") free += 1;
        const isFresh = world.steps[moment.step]?.attempts.length === 0;
        if (moment.what === "settled" && isFresh) expect(moment.tick).toBe(ticks.get(moment.step));
        expect(free).toBeGreaterThanOrEqual(0);
      }
    }),
    runs,
  ));

test("one that does not fit is passed over a few times and no more by ones that come after it and take what it lacks", () =>
  fc.assert(
    fc.asyncProperty(worlds, async (world) => {
      const { moments } = await simulate(world);
      const demands = demandsOf(world);
      const pools = poolsOf(world);
      const held = new Map<number, Holding>();
      const line = new Map<number, number>();
      const comesAfter = (one: number, other: number): boolean => {
        const [first, second] = [world.steps[one]?.priority ?? 0, world.steps[other]?.priority ?? 0];
        return first < second || (first === second && one > other);
      };
      for (const { what, step } of moments) {
        if (what === "waits") line.set(step, 0);
        if (what === "settled") line.delete(step);
        if (what === "over") pools.giveBack(held.get(step) as Holding);
        if (what !== "begun") continue;
        line.delete(step);
        const demand = demands[step] as Demand;
        for (const [other, passes] of line) {
          const wanted = demands[other] as Demand;
          // Of those that take the same only the first can be said to be passed over.
          const isFirst = [...line.keys()].every(
            (third) => third === other || demands[third]?.name !== wanted.name || comesAfter(third, other),
          );
          const lacking = pools.lacking(wanted);
          if (!isFirst || !comesAfter(step, other) || !lacking.some((pool) => demand.units.has(pool))) continue;
          line.set(other, passes + 1);
          expect(passes + 1).toBeLessThanOrEqual(patience);
        }
        for (const other of line.keys()) if (demands[other]?.name === demand.name) line.set(other, 0);
        held.set(step, pools.take(demand));
      }
    }),
    { numRuns: 120 },
  ));

test("nothing stands idle that somebody could take: whoever waits does not fit, or the seats are taken, or it would take what is kept", () =>
  fc.assert(
    fc.asyncProperty(worlds, async (world) => {
      const { moments } = await simulate(world);
      const states: { readonly fitting: number; readonly passed: boolean }[] = [];
      let passes = 0;
      replay(world, moments, ({ pools, demands, waiting, atWork, moment }) => {
        const isLastOfTick = moments[moments.indexOf(moment as Moment) + 1]?.tick !== moment?.tick;
        if (moment?.what === "begun") passes += 1;
        if (!isLastOfTick || atWork.size >= world.jobs) return;
        const fitting = [...waiting.keys()].filter((step) => pools.fits(demands[step] as Demand));
        states.push({ fitting: fitting.length, passed: passes >= patience });
      });
      for (const { fitting, passed } of states) if (!passed) expect(fitting).toBe(0);
    }),
    runs,
  ));

test("a run that is stopped or breaks at any tick gives everything back and ends", () =>
  fc.assert(
    fc.asyncProperty(worlds, fc.nat(30), fc.constantFrom("cancel" as const, "break" as const), async (world, tick, kind) => {
      const { pools, moments, error } = await simulate(world, { tick, kind });
      const fresh = poolsOf(world);
      for (const pool of ["cpu", "gpu", "db"]) expect(pools.capacity(pool)).toBe(fresh.capacity(pool));
      const all: Demand = {
        name: "all",
        units: new Map(["cpu", "gpu", "db"].map((pool) => [pool, fresh.capacity(pool)] as const).filter(([, units]) => units > 0)),
      };
      expect(pools.lacking(all)).toEqual([]);
      if (error === undefined) expect(moments.filter(({ what }) => what === "settled")).toHaveLength(world.steps.length);
    }),
    runs,
  ));

test("the same world is scheduled in the same way", () =>
  fc.assert(
    fc.asyncProperty(worlds, async (world) => {
      expect((await simulate(world)).moments).toEqual((await simulate(world)).moments);
    }),
    { numRuns: 25 },
  ));

test("among those that fit, the longest remaining path goes first; a large one that is passed over has its turn before the small ones end", async () => {
  const step = (priority: number, cpu: number, ticks = 2) => ({ needs: [], takes: { cpu }, attempts: [ticks], priority });
  const ordered = await simulate({ cpu: 1, devices: 0, db: 1, jobs: 4, steps: [step(1, 1), step(3, 1), step(2, 1)] });
  expect(ordered.moments.filter(({ what }) => what === "begun").map(({ step: index }) => index)).toEqual([1, 2, 0]);
  const small = Array.from({ length: 40 }, (_, index) => step(1, 1, 2 + (index % 2)));
  const crowded = await simulate({ cpu: 2, devices: 0, db: 1, jobs: 4, steps: [step(9, 1, 3), step(8, 2), ...small] });
  const order = crowded.moments.filter(({ what }) => what === "begun").map(({ step: index }) => index);
  expect(order.indexOf(1)).toBeGreaterThan(0);
  expect(order.indexOf(1)).toBeLessThanOrEqual(patience + 1);
});
