import { describe, expect, test } from "vitest";
import { type Started, startChromium } from "../../browser/chromium.ts";
import { rendered, wineJudgement, winePlan } from "./plans.ts";

const chromium: Started = await startChromium();

const shown = '[...document.querySelectorAll("article:not([hidden]) h2")].map((heading) => heading.textContent).join()';
const inside = "document.documentElement.scrollWidth <= document.documentElement.clientWidth";

async function openPage({ width = 1280, javaScriptEnabled = true } = {}) {
  const html = await rendered(await winePlan(), { format: "html", judgement: wineJudgement });
  const context = await chromium.browser?.newContext({ viewport: { width, height: 900 }, javaScriptEnabled });
  const page = await context?.newPage();
  if (context === undefined || page === undefined) throw new Error("no browser");
  const trouble: string[] = [];
  page.on("pageerror", ({ message }) => trouble.push(message));
  page.on("request", (request) => trouble.push(request.url()));
  await page.setContent(html);
  return { page, trouble, close: () => context.close() };
}

describe.skipIf(chromium.problem !== undefined)(`in a browser${chromium.problem === undefined ? "" : `: ${chromium.problem}`}`, () => {
  test("opens with the first stage that is not fresh, and shows the one that is clicked or pointed at", async () => {
    const { page, trouble, close } = await openPage();
    expect(await page.evaluate(shown)).toBe("train");
    await page.click('[data-node="evaluate"]');
    expect(await page.evaluate(shown)).toBe("evaluate");
    await page.hover('[data-node="split"]');
    expect(await page.evaluate(shown)).toBe("split");
    await page.mouse.move(1, 1);
    expect(await page.evaluate(shown)).toBe("evaluate");
    expect(await page.textContent('article[data-stage="evaluate"]')).toContain("accuracy.low >= 0.80: failed");
    expect(trouble).toEqual([]);
    await close();
  });

  test("is reached by the keyboard", async () => {
    const { page, close } = await openPage();
    const visited: unknown[] = [];
    for (let stage = 0; stage < 7; stage += 1) {
      await page.keyboard.press("Tab");
      visited.push(await page.evaluate("document.activeElement?.dataset.node"));
    }
    expect(visited).toEqual(["validate", "split", "train", "evaluate", "summarize", "register", "deploy"]);
    await page.keyboard.press("Enter");
    expect(await page.getAttribute('[data-node="deploy"]', "aria-pressed")).toBe("true");
    expect(await page.evaluate(shown)).toBe("deploy");
    await close();
  });

  test("lists every stage where no script runs", async () => {
    const { page, close } = await openPage({ javaScriptEnabled: false });
    expect(await page.locator("article").allInnerTexts()).toHaveLength(7);
    expect(await page.locator("article").last().isVisible()).toBe(true);
    await close();
  });

  test.each([1280, 800, 400])("does not scroll sideways at %i pixels", async (width) => {
    const { page, close } = await openPage({ width });
    expect(await page.evaluate(inside)).toBe(true);
    await close();
  });

  test("no text leaves its box, and no two texts meet", async () => {
    const { page, close } = await openPage();
    expect(
      await page.evaluate(`(() => {
        const box = (element) => element.getBoundingClientRect();
        const found = [];
        for (const node of document.querySelectorAll(".node")) {
          const frame = box(node.querySelector(".box"));
          for (const text of node.querySelectorAll("text")) {
            const own = box(text);
            if (own.left < frame.left || own.right > frame.right || own.top < frame.top || own.bottom > frame.bottom) found.push(text.textContent);
          }
        }
        const texts = [...document.querySelectorAll(".picture text")];
        for (const [index, one] of texts.entries()) {
          for (const other of texts.slice(index + 1)) {
            const [a, b] = [box(one), box(other)];
            if (a.left < b.right && b.left < a.right && a.top + 3 < b.bottom && b.top + 3 < a.bottom) found.push(one.textContent + " / " + other.textContent);
          }
        }
        return found;
      })()`),
    ).toEqual([]);
    await close();
  });
});
