import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { millrace, millraceWith } from "../millrace.ts";
import { treeOf } from "../property/tree.ts";
import { quickFolder } from "../quick-folder.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { flip } from "./flip.ts";
import { mill, outcomesOf, runMill, write } from "./store-place.ts";

/** The small mill after a run, and a thousand pinned birds beside it. */
async function scene(config = "") {
  const folder = mill(join(temporaryFolder({ within: quickFolder }), "project"));
  write(folder, "millrace.config.yaml", config);
  write(folder, "birds.csv", "robin\n".repeat(1000));
  expect((await millrace(folder, "add", "birds.csv")).code).toBe(0);
  expect((await runMill(folder)).exitCode).toBe(0);
  return { folder, pinned: objectOf(folder, /^digest: (\w+)/m, "birds.csv.pin") };
}

/** Where the object is whose digest a file of the project tells. */
function objectOf(folder: string, pattern: RegExp, file: string): string {
  const digest = pattern.exec(readFileSync(join(folder, file), "utf8"))?.[1] ?? "";
  return join(folder, ".millrace", "store", "objects", digest.slice(0, 2), digest.slice(2));
}

const ofStage = (folder: string, stage: string): string =>
  objectOf(folder, new RegExp(`"${stage}".*?"out":\\{"\\w+":"(\\w+)`), "pipeline.lock.json");

describe("verify", () => {
  test("says that all is sound, and ends with 0", async () => {
    const { folder } = await scene();
    const end = await millrace(folder, "verify", "--outputs");
    expect(end.code, end.stdout).toBe(0);
    expect(end.stdout).toMatch(/^store: \d+ objects, .*: sound\nworkspace: \d+ paths of outputs and pinned data: sound\n$/);
  });

  test("names the stages and pinned data whose objects are corrupt, drops them, and the next run makes them again", async () => {
    const { folder, pinned } = await scene();
    const whole = treeOf(folder);
    const ground = ofStage(folder, "grind");
    flip(ground, 0.5);
    flip(pinned, 0.5);
    const end = await millrace(folder, "verify");
    expect(end.code).toBe(5);
    expect(end.stdout).toMatch(/^corrupt {2}object \w{12}, .*\n {9}stage grind \(pipeline.lock.json\)$/m);
    expect(end.stdout).toMatch(/^ {9}pinned data birds.csv$/m);
    expect([existsSync(ground), existsSync(pinned)]).toEqual([false, false]);
    expect((await millrace(folder, "verify")).code).toBe(0);
    for (const path of ["out", "made"]) rmSync(join(folder, path), { recursive: true });
    const again = await runMill(folder);
    expect([again.exitCode, outcomesOf(again).grind]).toEqual([0, "ran"]);
    expect(treeOf(folder)).toEqual(whole);
    // What is pinned still stands in the workspace, and is taken in anew from there.
    expect((await millrace(folder, "add", "birds.csv")).code).toBe(0);
    expect(existsSync(pinned)).toBe(true);
  });

  test("what a remote has is fetched again", async () => {
    const { folder, pinned } = await scene("remotes: { share: ../share }\n");
    const pushed = await millraceWith({ MILLRACE_TRUST: "write" }, folder, "push", "--pins");
    expect(pushed.code, pushed.stderr).toBe(0);
    flip(pinned, 0.2);
    rmSync(join(folder, "birds.csv"));
    expect((await millrace(folder, "verify", "--quiet")).code).toBe(5);
    const end = await millrace(folder, "checkout", "birds.csv");
    expect(end.code, end.stderr).toBe(0);
    expect(readFileSync(join(folder, "birds.csv"), "utf8")).toBe("robin\n".repeat(1000));
  });

  test("--outputs names what is not as it was recorded, and leaves it alone; --json says the same", async () => {
    const { folder } = await scene();
    writeFileSync(join(folder, "birds.csv"), "wren\n");
    write(folder, "out/bran/bran.txt", "edited\n");
    expect((await millrace(folder, "verify")).code).toBe(0);
    const end = await millrace(folder, "verify", "--outputs");
    expect(end.code).toBe(5);
    expect(end.stdout).toMatch(/^differs {2}out\/bran\/bran.txt, from what bran made$/m);
    expect(end.stdout).toMatch(/^differs {2}birds.csv, from its pin$/m);
    expect(end.stdout).toMatch(/^workspace: 5 paths of outputs and pinned data: 2 differ$/m);
    expect(readFileSync(join(folder, "birds.csv"), "utf8")).toBe("wren\n");
    const { sound, store, workspace } = JSON.parse((await millrace(folder, "verify", "--outputs", "--json")).stdout);
    expect([sound, store.corrupt, workspace.differing.length]).toEqual([false, [], 2]);
  });
});
