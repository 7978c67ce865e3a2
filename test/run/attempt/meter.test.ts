import { expect, test } from "vitest";
import { nodePlatform } from "../../../engine/platform/node-platform.ts";
import type { Platform } from "../../../engine/platform/platform.ts";
import { Meter } from "../../../engine/run/attempt/meter.ts";

/** Made-up time; a look takes that many milliseconds. Gives the moments of the looks of ten seconds. */
async function looks(cost: number, limit?: number): Promise<readonly number[]> {
  let now = 0;
  const at: number[] = [];
  const stop = new AbortController();
  const platform: Platform = {
    ...nodePlatform(),
    clock: {
      now: () => now,
      elapsed: () => now,
      wait: async (milliseconds) => {
        now += milliseconds;
        if (now > 10_000) stop.abort();
      },
    },
    processes: {
      ...nodePlatform().processes,
      groupUse: () => {
        at.push(now);
        now += cost;
        return { memory: 10, cpu: 1, processes: 1 };
      },
    },
  };
  await new Meter(platform, limit).exceeds(7, stop.signal);
  return at;
}

test("looks more seldom the longer a stage works, with a limit as often as ever, and never for more than a fiftieth of the time", async () => {
  expect((await looks(0)).slice(0, 6)).toEqual([100, 300, 700, 1500, 2500, 3500]);
  expect((await looks(0, 100)).slice(0, 3)).toEqual([100, 200, 300]);
  const dear = await looks(40);
  expect(40 * dear.length).toBeLessThanOrEqual(10_000 / 50 + 40);
});
