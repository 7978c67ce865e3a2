import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { millrace, millraceRun } from "../millrace.ts";
import { birdPipeline, birds, dataProject } from "./data-project.ts";

async function pinnedBirds(): Promise<string> {
  const folder = dataProject({ ...birds, "pipeline.yaml": birdPipeline });
  expect(await millrace(folder, "add", "data/birds")).toMatchObject({ code: 0, stdout: "/data/birds\n" });
  return folder;
}

const text = (folder: string, path: string): string => readFileSync(join(folder, path), "utf8");
const remove = (folder: string, path: string): void => rmSync(join(folder, path), { recursive: true });

test("pinned data that is not here is judged by its pin: nothing to do, nothing fetched", async () => {
  const folder = await pinnedBirds();
  expect((await millraceRun(folder)).outcomes).toEqual({ all: "ran", gull: "ran" });
  remove(folder, "data/birds");
  expect((await millraceRun(folder)).outcomes).toEqual({ all: "fresh", gull: "fresh" });
  remove(folder, "colours.txt");
  expect((await millraceRun(folder)).outcomes).toEqual({ all: "restored", gull: "fresh" });
  expect(existsSync(join(folder, "data/birds"))).toBe(false);
});

test("a stage that must run gets the data, and no more than it reads", async () => {
  const folder = await pinnedBirds();
  remove(folder, "data/birds");
  expect((await millraceRun(folder, "gull")).outcomes).toEqual({ gull: "ran" });
  expect(readdirSync(join(folder, "data/birds"), { recursive: true }).sort()).toEqual([".millrace-partial", "sea", "sea/gull.txt"]);
  expect((await millraceRun(folder, "all")).outcomes).toEqual({ all: "ran" });
  expect(text(folder, "colours.txt")).toBe("red\nwhite\nbrown\n");
  expect(readdirSync(join(folder, "data/birds")).sort()).toEqual(["robin.txt", "sea", "wren.txt"]);
});

test("a folder of which some files are here is never taken for the whole, whatever else was recorded", async () => {
  const folder = await pinnedBirds();
  await millraceRun(folder);
  remove(folder, "data/birds");
  await millraceRun(folder, "--force", "--only", "gull");
  expect((await millraceRun(folder)).outcomes).toEqual({ all: "fresh", gull: "fresh" });
  writeFileSync(join(folder, "data/birds/sea/gull.txt"), "grey\n");
  const edited = await millraceRun(folder, "--keep-going");
  expect(edited.code).not.toBe(0);
  expect(edited.outcomes).toMatchObject({ all: "failed" });
  expect(text(folder, "colours.txt")).not.toContain("grey");
});

test("data that was edited counts as it is, with a word about it", async () => {
  const folder = await pinnedBirds();
  await millraceRun(folder);
  writeFileSync(join(folder, "data/birds/wren.txt"), "buff\n");
  const { outcomes, events } = await millraceRun(folder);
  expect(outcomes).toEqual({ all: "ran", gull: "fresh" });
  const notices = events.flatMap((event) => (event.type === "notice" ? [event.diagnostic.code] : []));
  expect(notices).toEqual(["data-edited"]);
  remove(folder, "data/birds/wren.txt");
  expect((await millraceRun(folder)).outcomes).toEqual({ all: "ran", gull: "fresh" });
  expect(text(folder, "colours.txt")).toBe("red\nwhite\n");
});

test("another pin is another input, here or not", async () => {
  const folder = await pinnedBirds();
  await millraceRun(folder);
  const first = text(folder, "data/birds.pin");
  writeFileSync(join(folder, "data/birds/wren.txt"), "buff\n");
  await millrace(folder, "add", "data/birds");
  remove(folder, "data/birds");
  expect((await millraceRun(folder)).outcomes).toEqual({ all: "ran", gull: "fresh" });
  expect(text(folder, "colours.txt")).toBe("red\nwhite\nbuff\n");
  writeFileSync(join(folder, "data/birds.pin"), first);
  remove(folder, "data/birds");
  expect((await millraceRun(folder)).outcomes).toEqual({ all: "restored", gull: "fresh" });
  expect(text(folder, "colours.txt")).toBe("red\nwhite\nbrown\n");
});

test("what neither store nor remote has is said, and no stage runs without it", async () => {
  const folder = await pinnedBirds();
  remove(folder, "data/birds");
  remove(folder, ".millrace");
  const { code, outcomes, events } = await millraceRun(folder, "--keep-going");
  expect(code).toBe(5);
  expect(outcomes).toEqual({ all: "failed", gull: "failed" });
  expect(JSON.stringify(events)).toContain("data-absent");
  const { stdout, stderr } = await millrace(folder, "status", "gull");
  expect(stdout).toContain("gull  what is in the pinned folder data/birds is not known on this machine\n");
  expect(stderr).toContain("name a remote in millrace.config.yaml");
});

test("a folder that holds pins is not taken without what they pin", async () => {
  const folder = await pinnedBirds();
  writeFileSync(join(folder, "pipeline.yaml"), birdPipeline.replace("./data/birds }", "./data }"));
  remove(folder, "data/birds");
  const { outcomes, events } = await millraceRun(folder, "all");
  expect(outcomes).toEqual({ all: "failed" });
  expect(JSON.stringify(events)).toContain("millrace checkout data/birds");
  await millrace(folder, "checkout");
  expect((await millraceRun(folder, "all")).outcomes).toEqual({ all: "ran" });
});

test("no stage may write over pinned data", async () => {
  const folder = await pinnedBirds();
  writeFileSync(
    join(folder, "pipeline.yaml"),
    "stages:\n  draw:\n    run: echo > ${{ out.bird }}\n    out: { bird: ./data/birds/owl.txt }\n",
  );
  expect(await millrace(folder, "run")).toMatchObject({ code: 2, stderr: expect.stringContaining("over pinned data") });
});
