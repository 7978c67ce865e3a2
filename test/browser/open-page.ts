import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";

export interface OpenedPage {
  readonly page: Page;
  /** What the page asked for besides itself, from wherever. */
  readonly requests: readonly string[];
  /** What it wrote on its console, and errors that nothing caught. */
  readonly complaints: readonly string[];
}

/** Opens a page from a file, as a person does who got it by mail, on a machine without a network. The clock's zone is UTC. */
export async function openPage(browser: Browser, html: string, options: BrowserContextOptions = {}): Promise<OpenedPage> {
  const file = join(temporaryFolder(), "report.html");
  writeFileSync(file, html);
  const url = pathToFileURL(file).href;
  const context = await browser.newContext({ offline: true, locale: "en-GB", timezoneId: "UTC", ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => {
    if (request.url() !== url && !request.url().startsWith("data:")) requests.push(request.url());
  });
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(url, { waitUntil: "load" });
  return { page, requests, complaints };
}
