import { expect, test } from "vitest";
import type { PlanStage } from "../../../engine/graph/plan.ts";
import { asStageId } from "../../../engine/platform/identity.ts";
import { demandOf } from "../../../engine/run/pools/demand.ts";
import { Pools } from "../../../engine/run/pools/pools.ts";
import { WaitingLine } from "../../../engine/run/pools/waiting-line.ts";
import { type Seat, schedule } from "../../../engine/run/schedule.ts";
import { stageOf } from "../support/stage.ts";

const stages = (run: string, count: number): readonly PlanStage[] =>
  Array.from({ length: count }, (_, index) => ({
    ...stageOf({ does: { command: "true" } }),
    id: asStageId(`${run}${index}`),
    resources: [{ pool: "gpu", at: [0, 0, 0], first: 1, times: 1 }],
  }));

/** Two runs, of which each could take both devices. */
function twoRuns({ breakAt }: { readonly breakAt?: string } = {}) {
  const line = new WaitingLine(new Pools({ cpu: 8, memory: 0, named: new Map() }));
  line.pools.devices = ["0", "1"];
  const held = new Set<string>();
  const ended: string[] = [];
  let most = 0;
  const begin = (run: string, jobs: number): Promise<void> => {
    const stop = new AbortController();
    return schedule({
      stages: stages(run, 6),
      jobs,
      line,
      priority: () => 1,
      stop: () => stop.abort(),
      process: async (stage: PlanStage, seat: Seat) => {
        const demand = demandOf(stage, { attempt: 1, capacity: line.pools.capacity });
        const taken = await seat.take({ demand, signals: [stop.signal], onWaiting: () => undefined });
        for (const device of taken?.devices ?? []) {
          expect(held).not.toContain(device);
          held.add(device);
        }
        most = Math.max(most, held.size);
        await new Promise((resolve) => setImmediate(resolve));
        for (const device of taken?.devices ?? []) held.delete(device);
        if (stage.id === breakAt) throw new Error("the disk is full");
        if (taken !== undefined) ended.push(stage.id);
      },
    });
  };
  return { begin, ended, most: () => most };
}

test("runs that share a line never have one device twice, and what one gives back is the other's", async () => {
  const { begin, ended, most } = twoRuns();
  await Promise.all([begin("a", 4), begin("b", 1)]);
  expect(most()).toBe(2);
  expect(ended.filter((stage) => stage.startsWith("a"))).toHaveLength(6);
  expect(ended.filter((stage) => stage.startsWith("b"))).toHaveLength(6);
});

test("a run that breaks leaves what it held to the other", async () => {
  const { begin, ended } = twoRuns({ breakAt: "a1" });
  const [broken, whole] = await Promise.allSettled([begin("a", 4), begin("b", 2)]);
  expect([broken.status, whole.status]).toEqual(["rejected", "fulfilled"]);
  expect(ended.filter((stage) => stage.startsWith("b"))).toHaveLength(6);
});
