import type { Browser } from "playwright-core";
import { afterAll, test } from "vitest";
import { startChromium } from "./chromium.ts";

const started = await startChromium();
afterAll(() => started.browser?.close());
if (started.problem !== undefined) process.stderr.write(`The tests in a browser are skipped. ${started.problem}\n`);

/** A test in headless Chromium; where this machine cannot start it, the test is skipped, with the reason. */
export function browserTest(name: string, run: (browser: Browser) => Promise<void>): void {
  test(name, async (context) => {
    if (started.browser === undefined) context.skip(started.problem);
    else await run(started.browser);
  });
}
