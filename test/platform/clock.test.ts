import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { systemClock } from "../../engine/platform/clock.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const day = 86_400_000;

test("waits for 30 days, which is more than a timer of Node's can hold", async () => {
  let over = false;
  void systemClock.wait(30 * day).then(() => {
    over = true;
  });
  await vi.advanceTimersByTimeAsync(30 * day - 1);
  expect(over).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(over).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test("leaves no timer behind where nobody waits any longer", async () => {
  const nobody = new AbortController();
  const waiting = systemClock.wait(30 * day, nobody.signal);
  await vi.advanceTimersByTimeAsync(26 * day);
  nobody.abort();
  await waiting;
  expect(vi.getTimerCount()).toBe(0);
  await systemClock.wait(day, nobody.signal);
});
