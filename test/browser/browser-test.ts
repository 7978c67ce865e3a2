import type { Browser } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import { type Started, startChromium } from "./chromium.ts";

/** One for each file of tests, though files share this module. */
let started: Started | undefined;

/** A test in headless Chromium; where this machine cannot start it, the test is skipped, with the reason. */
export function browserTest(name: string, run: (browser: Browser) => Promise<void>): void {
  beforeAll(async () => {
    if (started !== undefined) return;
    started = await startChromium();
    if (started.problem !== undefined) process.stderr.write(`The tests in a browser are skipped. ${started.problem}\n`);
  });
  afterAll(async () => {
    await started?.browser?.close();
    started = undefined;
  });
  test(name, async (context) => {
    if (started?.browser === undefined) context.skip(started?.problem);
    else await run(started.browser);
  });
}
