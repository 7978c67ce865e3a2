import { expect } from "vitest";
import { asProjectPath, asStageId } from "../../engine/platform/identity.ts";
import { hostile, hostileEvents, hostileFiles } from "../report/page/hostile-run.ts";
import { flowing, pageOf } from "../report/page/wine-page.ts";
import { commandFailed, fewerEpochs, gateFailed, thousandBlocked } from "../report/wine-events.ts";
import { browserTest } from "./browser-test.ts";
import { openPage } from "./open-page.ts";

const train = asStageId("train");
const lines = Array.from({ length: 300 }, (_, index) => `\u001b[31mrow ${index}\u001b[0m`).join("\n");
/** Pixels: a bar on the critical path has a border, half of it outside. */
const strokeOfBars = 3;
const failedPage = (text = `${lines}\nValueError: <no> rows\n`): Promise<string> =>
  pageOf(flowing(commandFailed), { logs: new Map([[train, { path: asProjectPath(".millrace/logs/run/train.log"), text, leftOut: 0 }]]) });

browserTest("tells a screen reader all that it shows", async (browser) => {
  const { page, requests, complaints } = await openPage(browser, await failedPage("reading\nValueError: <no> rows\n"));
  await expect(await page.locator("body").ariaSnapshot()).toMatchFileSnapshot("whole/command-failed.aria.txt");
  expect(requests).toEqual([]);
  expect(complaints).toEqual([]);
});

browserTest("draws every stage once, and a bar for each that worked", async (browser) => {
  const { page } = await openPage(browser, await pageOf(flowing(fewerEpochs)));
  expect(await page.locator(".drawing g.node").count()).toBe(6);
  expect(await page.locator("rect.bar").count()).toBe(4);
  expect(await page.locator("rect.bar.critical").count()).toBe(4);
  const [train, evaluate] = await Promise.all([0, 1].map((index) => page.locator("rect.bar").nth(index).boundingBox()));
  expect((train?.width ?? 0) / (evaluate?.width ?? 1)).toBeCloseTo(3240 / 812, 0);
  expect((train?.x ?? 0) + (train?.width ?? 0)).toBeLessThanOrEqual((evaluate?.x ?? 0) + strokeOfBars);
});

browserTest("shows the end of what a failed stage printed, and all of it when asked", async (browser) => {
  const { page } = await openPage(browser, await failedPage());
  const failures = page.locator("#failures");
  const end = failures.locator(".end");
  expect(await end.textContent()).toBe(
    `${Array.from({ length: 199 }, (_, index) => `row ${index + 101}`).join("\n")}\nValueError: <no> rows`,
  );
  const [box, text] = [await end.boundingBox(), await end.locator("pre").boundingBox()];
  expect(Math.round((text?.y ?? 0) + (text?.height ?? 0))).toBe(Math.round((box?.y ?? 0) + (box?.height ?? 0)));
  const whole = failures.locator("details pre");
  expect(await whole.isVisible()).toBe(false);
  await failures.getByText("all 301 lines").click();
  expect((await whole.textContent())?.split("\n")).toHaveLength(301);
});

browserTest("runs nothing and asks for nothing that a run brought, with its policy and without", async (browser) => {
  const html = await pageOf(hostileEvents, hostileFiles);
  const withoutPolicy = html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "");
  expect(withoutPolicy).not.toBe(html);
  for (const variant of [html, withoutPolicy]) {
    const { page, requests, complaints } = await openPage(browser, variant);
    await page.getByRole("button", { name: "Open all" }).click();
    await page.waitForTimeout(200);
    expect(await page.evaluate("window.broken")).toBeUndefined();
    expect(requests).toEqual([]);
    expect(complaints).toEqual([]);
    expect(await page.locator("script").count()).toBe(1);
    expect(await page.locator("iframe, [onerror], [onload], img:not([src^='data:']), a[href^='javascript']").count()).toBe(0);
    expect(await page.locator("h1").textContent()).toContain(hostile);
  }
});

browserTest("the hostile text does run where it is taken for markup, and then the policy refuses it", async (browser) => {
  const page = await pageOf(fewerEpochs);
  const injected = page.replace("</main>", `${hostile}</main>`);
  const refused = await openPage(browser, injected);
  await refused.page.waitForTimeout(100);
  expect(await refused.page.evaluate("window.broken")).toBeUndefined();
  expect(refused.complaints.join("\n")).toContain("Content Security Policy");
  const ran = await openPage(browser, injected.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ""));
  await ran.page.waitForTimeout(100);
  expect(await ran.page.evaluate("window.broken")).toBe(1);
});

browserTest("says as much without JavaScript", async (browser) => {
  const { page } = await openPage(browser, await failedPage(), { javaScriptEnabled: false });
  for (const heading of await page.locator("h2").all()) expect(await heading.isVisible()).toBe(true);
  expect(await page.locator(".tools").first().isVisible()).toBe(false);
  expect(await page.locator("time").first().textContent()).toBe("2026-03-04 05:06:07 UTC");
  await page.getByText("all 301 lines").click();
  expect(await page.locator("#failures details pre").isVisible()).toBe(true);
});

browserTest("can be used with the keyboard alone, and filtered", async (browser) => {
  const { page } = await openPage(browser, await pageOf(flowing(gateFailed)));
  await page.keyboard.press("Tab");
  expect(await page.evaluate("document.activeElement.textContent")).toBe("To the content");
  await page.keyboard.press("Tab");
  expect(await page.evaluate("document.activeElement.textContent")).toBe("Gates");
  await page.getByLabel("Filter").fill("blocked evaluate");
  expect(await page.locator("#matches").textContent()).toBe("2 of 6");
  expect(await page.locator("table.stages tbody tr:visible th").allTextContents()).toEqual(["register", "deploy"]);
  await page.getByLabel("Filter").fill("");
  expect(await page.locator("table.stages tbody tr:visible").count()).toBe(6);
});

browserTest("a link into a folded matrix opens it", async (browser) => {
  const { page } = await openPage(browser, await pageOf(thousandBlocked));
  const row = page.locator("#stage-700");
  expect(await row.isVisible()).toBe(false);
  await page.evaluate("location.hash = 'stage-700'");
  await row.waitFor({ state: "visible" });
  expect(await row.locator("th").textContent()).toBe("sample@699");
});

browserTest("a thousand stages are a small page, folded", async (browser) => {
  const html = await pageOf(flowing(thousandBlocked, []));
  expect(html.length).toBeLessThan(1_000_000);
  const { page } = await openPage(browser, html);
  expect(await page.locator(".drawing g.node").count()).toBe(2);
  expect(await page.locator("table.stages tbody tr").count()).toBe(1001);
  expect(Number(await page.evaluate("document.documentElement.scrollHeight"))).toBeLessThan(6000);
});

browserTest("is light and dark as the reader's system is, and readable in both", async (browser) => {
  const html = await failedPage();
  const shots = [];
  for (const colorScheme of ["light", "dark"] as const) {
    const { page } = await openPage(browser, html, { colorScheme, viewport: { width: 1280, height: 900 } });
    shots.push(await page.screenshot());
    expect(await page.evaluate(faintTexts)).toEqual([]);
  }
  const [light, dark] = shots;
  expect(light?.length).toBeGreaterThan(20_000);
  expect(dark?.length).toBeGreaterThan(20_000);
  expect(light?.equals(dark ?? Buffer.alloc(0))).toBe(false);
});

browserTest("fits a narrow window", async (browser) => {
  for (const html of [await failedPage(), await pageOf(flowing(fewerEpochs)), await pageOf(hostileEvents, hostileFiles)]) {
    const { page } = await openPage(browser, html, { viewport: { width: 360, height: 800 } });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
  }
});

/** Texts whose contrast with what is behind them is below 4.5 (WCAG 2.1, 1.4.3), in the page. */
const faintTexts = `(() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const luminance = (colour) => {
    const [r, g, b] = channels(colour).map((value) => value / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let around = element; around; around = around.parentElement) {
      const colour = getComputedStyle(around).backgroundColor;
      if (channels(colour)[3] !== 0) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  return [...document.querySelectorAll("body *:not(svg *)")]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ""))
    .filter((element) => !["SCRIPT", "STYLE"].includes(element.tagName))
    .flatMap((element) => {
      const [one, other] = [luminance(getComputedStyle(element).color), luminance(behind(element))].sort((a, b) => b - a);
      const contrast = (one + 0.05) / (other + 0.05);
      return contrast < 4.5 ? [element.tagName + "." + element.className + " " + contrast.toFixed(2)] : [];
    });
})()`;
