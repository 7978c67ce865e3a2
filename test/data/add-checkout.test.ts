import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { millrace } from "../millrace.ts";
import { birdPipeline, birds, dataProject, git, writeFiles } from "./data-project.ts";

const text = (folder: string, path: string): string => readFileSync(join(folder, path), "utf8");

describe("what cannot be versioned is refused, and nothing is written", () => {
  test.each([
    ["what is not there", "data/bird", "did you mean data/birds?"],
    ["git's own folder", ".git", "is no data"],
    ["the project", ".", "is no data"],
    ["what a stage makes", "colours.txt", "is what stage all makes"],
    ["a link", "link", "is a symbolic link"],
    ["what is in another pin", "pinned/a.txt", "record the whole: `millrace add pinned`"],
    ["what holds another pin", ".", "is no data"],
    ["a folder with a link out of it", "linked", "leads out of linked"],
    ["what git keeps", "tracked.csv", "git rm -r --cached tracked.csv"],
    ["a folder with a repository", "vendored", "a repository has a history of its own"],
    ["what is outside", "/etc", "--to PATH"],
    ["a pin", "pinned.pin", "is a pin itself"],
  ])("%s", async (_what, path, said) => {
    const folder = dataProject({
      ...birds,
      "pipeline.yaml": birdPipeline,
      "colours.txt": "",
      "pinned/a.txt": "a\n",
      "linked/a.txt": "a\n",
      "tracked.csv": "1\n",
      "vendored/.git/HEAD": "",
      "vendored/a.txt": "a\n",
    });
    git(folder, "init", "--quiet");
    git(folder, "add", "tracked.csv");
    symlinkSync("data", join(folder, "link"));
    symlinkSync("../tracked.csv", join(folder, "linked/out"));
    await millrace(folder, "add", "pinned");
    const before = readdirSync(folder).sort();
    const { code, stderr } = await millrace(folder, "add", path);
    expect(stderr.replaceAll(/\s+/g, " ")).toContain(said);
    expect(code).toBe(2);
    expect(readdirSync(folder).sort()).toEqual(before);
  });
});

test("a version is brought back after git checkout, and what was edited never goes without --force", async () => {
  const folder = dataProject(birds);
  await millrace(folder, "add", "--ignore", "data/birds");
  expect(text(folder, ".gitignore")).toBe("/data/birds\n");
  const first = text(folder, "data/birds.pin");
  writeFileSync(join(folder, "data/birds/robin.txt"), "orange\n");
  expect((await millrace(folder, "add", "data/birds")).stderr).toContain("changed  data/birds");
  writeFileSync(join(folder, "data/birds.pin"), first);
  expect(await millrace(folder, "status", "--json")).toMatchObject({ stdout: expect.stringContaining('"behind"') });
  expect(await millrace(folder, "checkout")).toMatchObject({ code: 0, stderr: expect.stringContaining("replaced") });
  expect(text(folder, "data/birds/robin.txt")).toBe("red\n");

  writeFileSync(join(folder, "data/birds/robin.txt"), "painted\n");
  expect(await millrace(folder, "checkout")).toMatchObject({ code: 4, stderr: expect.stringContaining("data-edited") });
  expect(text(folder, "data/birds/robin.txt")).toBe("painted\n");
  const { stderr } = await millrace(folder, "checkout", "--force", "data/birds");
  expect(text(folder, "data/birds/robin.txt")).toBe("red\n");
  const displaced = /is in (\S+)/.exec(stderr)?.[1] ?? "";
  expect(text(folder, `${displaced}/robin.txt`)).toBe("painted\n");
});

test("one file of a pinned folder can be brought alone, and the rest later", async () => {
  const folder = dataProject(birds);
  await millrace(folder, "add", "data/birds");
  rmSync(join(folder, "data/birds"), { recursive: true });
  expect((await millrace(folder, "checkout", "data/birds/sea/gull.txt")).code).toBe(0);
  expect(readdirSync(join(folder, "data/birds")).sort()).toEqual([".millrace-partial", "sea"]);
  expect((await millrace(folder, "add", "data/birds")).stderr).toContain("only some files");
  expect((await millrace(folder, "checkout")).code).toBe(0);
  expect(readdirSync(join(folder, "data/birds")).sort()).toEqual(["robin.txt", "sea", "wren.txt"]);
  expect((await millrace(folder, "ls", "data/birds")).stdout).toBe("robin.txt\nsea/gull.txt\nwren.txt\n");
  expect(await millrace(folder, "checkout", "data/birds/owl.txt")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("not-pinned"),
  });
});

test("data outside of the project is copied in, moved with its pin, and removed", async () => {
  const folder = dataProject({});
  const outside = dataProject({ "scans/1.txt": "1\n", "scans/.DS_Store": "junk" });
  expect((await millrace(folder, "add", join(outside, "scans"), "--to", "data/scans")).code).toBe(0);
  expect(readdirSync(join(folder, "data/scans"))).toEqual(["1.txt"]);
  expect((await millrace(folder, "status")).stdout).toBe("1 pin, all as pinned\n");
  mkdirSync(join(folder, "old"));
  writeFileSync(join(folder, ".gitignore"), "/data/scans\n");
  const moved = await millrace(folder, "move", "data/scans", "old");
  expect(moved.stderr).toContain("moved  data/scans to old/scans; commit both pins\n.gitignore still names data/scans; that line may go\n");
  expect(moved.stdout).toBe("/old/scans\n");
  expect(existsSync(join(folder, "data/scans.pin"))).toBe(false);
  expect((await millrace(folder, "status")).stdout).toBe("1 pin, all as pinned\n");
  writeFileSync(join(folder, "old/scans/1.txt"), "edited\n");
  expect((await millrace(folder, "remove", "--data", "old/scans")).code).toBe(2);
  expect((await millrace(folder, "remove", "--data", "--force", "old/scans")).code).toBe(0);
  expect(readdirSync(join(folder, "old"))).toEqual([]);
});

test("a command that is proposed can be copied, whatever the path", async () => {
  const folder = dataProject({ "two words/it's.csv": "1\n" });
  await millrace(folder, "add", "two words/it's.csv");
  writeFileSync(join(folder, "two words/it's.csv"), "2\n");
  expect((await millrace(folder, "status")).stdout).toContain("edited: `millrace add 'two words/it'\\''s.csv'` records it");
});

test("a pin that says nothing is told by status, also where no stage reads it", async () => {
  const folder = dataProject({ ...birds, "scans.pin": "pin: 1\ndigst: 7\n" });
  expect(await millrace(folder, "status")).toMatchObject({ code: 2, stderr: expect.stringContaining("error[pin-damaged]: scans.pin") });
  writeFiles(folder, { "pipeline.yaml": birdPipeline });
  expect(await millrace(folder, "status")).toMatchObject({ code: 2, stderr: expect.stringContaining("error[pin-damaged]: scans.pin") });
});

test("odd names, empty folders, programs and links come back as they were", async () => {
  const folder = dataProject({
    "d/ümläut é.txt": "1",
    "d/-rf": "2",
    "d/a\nb": "3",
    "d/run.sh": "#!/bin/sh\n",
    "d/__proto__/x": "4",
    "d/empty.bin": "",
  });
  mkdirSync(join(folder, "d/nothing in it"));
  symlinkSync("run.sh", join(folder, "d/link"));
  const all = (): readonly string[] => readdirSync(join(folder, "d"), { recursive: true }).map(String).sort();
  const before = all();
  expect((await millrace(folder, "add", "d")).code).toBe(0);
  renameSync(join(folder, "d"), join(folder, "was"));
  expect((await millrace(folder, "checkout")).code).toBe(0);
  expect(all()).toEqual(before);
  expect((await millrace(folder, "status")).stdout).toBe("1 pin, all as pinned\n");
});
