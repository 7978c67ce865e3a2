import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { browserTest } from "../../browser/browser-test.ts";
import { openPage } from "../../browser/open-page.ts";
import { GitProject } from "./git-project.ts";

const pipeline = `name: harvest
stages:
  curve:
    run: awk -f \${{ in.code }} > \${{ out.losses }}
    in: { code: ./curve.awk }
    out: { losses: { path: ./out/losses.csv, type: plot } }
  picture:
    run: cp \${{ in.drawing }} \${{ out.barrel }}
    in: { drawing: ./barrel.svg }
    out: { barrel: { type: plot } }
  label:
    run: cp \${{ in.drawing }} \${{ out.label }}
    in: { drawing: ./label.svg }
    out: { label: { type: plot } }
`;
const curve = (start: number): string =>
  `BEGIN { print "epoch,loss,val_loss"; for (n = 1; n <= 5; n++) printf "%d,%.3f,%.3f\\n", n, ${start} / n, ${start} / n + 0.1 }\n`;
const drawing = (color: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10" fill="${color}"/></svg>\n`;

/** Committed once, then changed: another curve, another barrel, the same label, and a plot that was not there before. */
async function project(): Promise<GitProject> {
  const made = new GitProject();
  made.write("millrace.config.yaml", "");
  made.write("pipeline.yaml", pipeline);
  made.write("curve.awk", curve(1));
  made.write("barrel.svg", drawing("red"));
  made.write("label.svg", drawing("white"));
  await run(made);
  made.commit("Draw the harvest");
  made.write("curve.awk", curve(2));
  made.write("barrel.svg", drawing("green"));
  const added = `  cork:\n    run: cp \${{ in.drawing }} \${{ out.cork }}\n    in: { drawing: ./label.svg }\n    out: { cork: { type: plot } }\n`;
  made.write("pipeline.yaml", pipeline + added);
  await run(made);
  return made;
}

async function run(made: GitProject): Promise<void> {
  const { code, stderr } = await made.millrace("run", "--quiet");
  expect(code, stderr).toBe(0);
}

const read = (made: GitProject, file: string): string => readFileSync(join(made.folder, file), "utf8");
const linesIn = (svg: string): number => [...svg.matchAll(/aria-roledescription="line mark"/g)].length;

const imagesIn = (html: string): readonly { readonly alt: string; readonly svg: string }[] =>
  [...html.matchAll(/<img[^>]* alt="([^"]*)" src="data:image\/svg\+xml;base64,([^"]*)"/g)].map(([, alt = "", data = ""]) => ({
    alt,
    svg: Buffer.from(data, "base64").toString("utf8"),
  }));

test("says which plots have changed, and lays both versions of a curve over each other", async () => {
  const harvest = await project();
  const { code, stdout, stderr } = await harvest.millrace("plots", "diff");
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: ".millrace/reports/plots-diff.html\n",
    stderr: "2 changed, 1 new, 1 the same\n",
  });
  const images = imagesIn(read(harvest, ".millrace/reports/plots-diff.html"));
  expect(images.map(({ alt }) => alt.replace(/\([0-9a-f]{7}\)/, "(COMMIT)"))).toEqual([
    "curve losses: loss",
    "barrel of picture, HEAD (COMMIT)",
    "barrel of picture, working tree",
    "cork of cork, working tree",
  ]);
  const [losses, old, now] = images;
  // Loss on train and on validation rows, each in two versions.
  expect(linesIn(losses?.svg ?? "")).toBe(4);
  expect([old?.svg, now?.svg]).toEqual([drawing("red"), drawing("green")]);
});

test("with --all shows what is the same once, with --stage what is asked for", async () => {
  const harvest = await project();
  await harvest.millrace("plots", "diff", "--all", "--stage", "label", "--output", "label.html");
  expect(imagesIn(read(harvest, "label.html")).map(({ alt }) => alt)).toEqual(["label of label, working tree"]);
});

test("with --svg writes a file a chart, and a picture's versions side by side", async () => {
  const harvest = await project();
  const { stdout } = await harvest.millrace("plots", "diff", "--svg", "pictures");
  const files = readdirSync(join(harvest.folder, "pictures")).sort();
  expect(files).toEqual(["cork.cork.svg", "curve.losses.loss.svg", "picture.barrel.svg"]);
  expect(stdout.split("\n").slice(1, -1).sort()).toEqual(files.map((file) => `pictures/${file}`));
  expect(linesIn(read(harvest, "pictures/curve.losses.loss.svg"))).toBe(4);
  expect([...read(harvest, "pictures/picture.barrel.svg").matchAll(/<image /g)]).toHaveLength(2);
  expect([...read(harvest, "pictures/cork.cork.svg").matchAll(/<image /g)]).toHaveLength(1);
});

test("with --json tells the digests of both versions", async () => {
  const harvest = await project();
  const { stdout } = await harvest.millrace("plots", "diff", "--json");
  const { plots, ...rest } = JSON.parse(stdout);
  expect(rest).toEqual({
    pipeline: "harvest",
    before: { revision: "HEAD", commit: "COMMIT" },
    after: { revision: null, commit: null },
    page: ".millrace/reports/plots-diff.html",
    svg: [],
  });
  const digest = (text: string): string => createHash("sha256").update(text).digest("hex");
  expect(plots.slice(1)).toEqual([
    {
      stage: "picture",
      port: "barrel",
      path: "out/picture/barrel.svg",
      state: "changed",
      before: digest(drawing("red")),
      after: digest(drawing("green")),
    },
    {
      stage: "label",
      port: "label",
      path: "out/label/label.svg",
      state: "same",
      before: digest(drawing("white")),
      after: digest(drawing("white")),
    },
    { stage: "cork", port: "cork", path: "out/cork/cork.svg", state: "added", before: null, after: digest(drawing("white")) },
  ]);
});

test("a commit compared with itself has no change, and nothing to show", async () => {
  const harvest = await project();
  const { stderr } = await harvest.millrace("plots", "diff", "HEAD", "HEAD");
  expect(stderr).toBe("3 the same\n");
  expect(imagesIn(read(harvest, ".millrace/reports/plots-diff.html"))).toEqual([]);
});

test("`plots` shows what is now, each version once", async () => {
  const harvest = await project();
  const { code, stdout, stderr } = await harvest.millrace("plots");
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: ".millrace/reports/plots.html\n", stderr: "4 plots\n" });
  const images = imagesIn(read(harvest, ".millrace/reports/plots.html"));
  expect(images.map(({ alt }) => alt)).toEqual([
    "curve losses: loss",
    "barrel of picture, working tree",
    "label of label, working tree",
    "cork of cork, working tree",
  ]);
  expect(linesIn(images[0]?.svg ?? "")).toBe(2);
});

test("bytes that are in no store are named, with what to do, and the rest is shown", async () => {
  const harvest = await project();
  rmSync(join(harvest.folder, ".millrace"), { recursive: true });
  const { code, stderr } = await harvest.millrace("plots", "diff");
  expect(code).toBe(0);
  expect(stderr.replace(/\b[0-9a-f]{7}\b/g, "COMMIT")).toContain(
    "of HEAD, the bytes of curve.losses, picture.barrel are not in this machine's store",
  );
  const images = imagesIn(read(harvest, ".millrace/reports/plots-diff.html"));
  expect(images.map(({ alt }) => alt)).toEqual(["curve losses: loss", "barrel of picture, working tree", "cork of cork, working tree"]);
  expect(linesIn(images[0]?.svg ?? "")).toBe(2);
});

browserTest("the page lays one picture over the other, asks for nothing, and complains of nothing", async (browser) => {
  const harvest = await project();
  await harvest.millrace("plots", "diff");
  const { page, requests, complaints } = await openPage(browser, read(harvest, ".millrace/reports/plots-diff.html"));
  expect(await page.evaluate("[...document.images].every((image) => image.naturalWidth > 0)")).toBe(true);
  const slider = page.getByRole("slider");
  const opacity = () => page.evaluate("getComputedStyle(document.querySelector('.compare .new img')).opacity");
  expect(await slider.isVisible()).toBe(false);
  await page.getByRole("button", { name: "One over the other" }).click();
  await slider.fill("25");
  expect(await opacity()).toBe("0.25");
  await page.getByRole("button", { name: "Side by side" }).click();
  expect(await opacity()).toBe("1");
  expect({ requests, complaints }).toEqual({ requests: [], complaints: [] });
});
