import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { millrace, millraceWith } from "../millrace.ts";
import { quickFolder } from "../quick-folder.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { birdPipeline, birds, dataProject, git, writeFiles } from "./data-project.ts";

const text = (folder: string, path: string): string => readFileSync(join(folder, path), "utf8");

/** A project with data, a run and a remote that is a folder, committed and tagged. */
async function birdProject(): Promise<string> {
  const folder = dataProject({ ...birds, "pipeline.yaml": birdPipeline, "notes/readme.md": "birds\n" });
  git(folder, "init", "--quiet");
  await millrace(folder, "add", "--ignore", "data/birds");
  await millrace(folder, "run");
  commit(folder);
  git(folder, "tag", "v1");
  return folder;
}

function commit(folder: string): void {
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "--message", "A version");
}

test("what another project has is listed and brought from its own store: data, a file of it, an output, what git keeps", async () => {
  const other = await birdProject();
  const folder = dataProject({});
  const { stdout } = await millrace(folder, "ls", other);
  expect(stdout.split("\n").map((line) => line.split(/ {2,}/).slice(0, 2).join(" "))).toEqual([
    "pinned data/birds",
    "output colours.txt",
    "output gull.txt",
    "",
  ]);
  for (const [path, name] of [
    ["data/birds", "birds"],
    ["data/birds/sea/gull.txt", "gull.txt"],
    ["colours.txt", "colours.txt"],
    ["notes", "notes"],
  ] as const) {
    expect(await millrace(folder, "get", other, path), path).toMatchObject({ code: 0 });
    expect(readdirSync(folder), path).toContain(name);
  }
  expect(text(folder, "colours.txt")).toBe("red\nwhite\nbrown\n");
  expect(await millrace(folder, "get", other, "colours.txt")).toMatchObject({ code: 2, stderr: expect.stringContaining("there already") });
  expect(await millrace(folder, "get", other, "data/brids")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("did you mean data/birds?"),
  });
  expect(await millrace(folder, "get", other, "data/birds", "--rev", "v7")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("no commit `v7`"),
  });
});

test("pinned with its origin, it follows the other project by update", async () => {
  const other = await birdProject();
  const folder = dataProject({});
  const got = await millrace(folder, "get", other, "data/birds", "--rev", "v1", "--pin", "-o", "birds");
  expect(got).toMatchObject({ code: 0, stdout: "/birds\n" });
  const first = git(other, "rev-parse", "HEAD").trim();
  expect(text(folder, "birds.pin")).toContain(`path: data/birds\nrevision: ${/^\d/.test(first) ? `"${first}"` : first}\n`);
  expect((await millrace(folder, "update")).stderr).toBe("same     birds\n");
  writeFileSync(join(other, "data/birds/wren.txt"), "buff\n");
  await millrace(other, "add", "data/birds");
  commit(other);
  const updated = await millrace(folder, "update", "birds");
  expect(updated.stderr).toContain("changed  birds");
  expect(updated.stderr).toContain("wren.txt");
  expect(text(folder, "birds/wren.txt")).toBe("buff\n");
  expect((await millrace(folder, "update", "birds", "--rev", "v1")).code).toBe(0);
  expect(text(folder, "birds/wren.txt")).toBe("brown\n");
});

test("a damaged store of the other project gives nothing, and says so", async () => {
  const other = await birdProject();
  const folder = dataProject({});
  rmSync(join(other, ".millrace"), { recursive: true });
  expect(await millrace(folder, "get", other, "data/birds")).toMatchObject({ code: 5, stderr: expect.stringContaining("data-absent") });
  expect(readdirSync(folder).filter((name) => name === "birds")).toEqual([]);
});

test("a registered model comes from a bare repository and its remote; without them, what is pinned comes from where it came", async () => {
  const root = temporaryFolder({ within: quickFolder });
  const [share, bare] = [join(root, "share"), join(root, "birds.git")];
  const other = dataProject({ "millrace.config.yaml": `remotes: { team: ${share} }\n`, "model/weights.bin": "1 2 3\n" });
  git(other, "init", "--quiet");
  await millrace(other, "add", "--ignore", "model");
  const digest = /digest: (\w+)/.exec(text(other, "model.pin"))?.[1] ?? "";
  rmSync(join(other, "model.pin"));
  writeFiles(other, { "registry/models/birds/1.0.0.json": JSON.stringify({ digest }) });
  commit(other);
  await millraceWith({ MILLRACE_TRUST: "write" }, other, "push");
  git(root, "clone", "--quiet", "--bare", other, bare);

  const folder = dataProject({
    "pipeline.yaml": "stages:\n  use: { run: 'cp ${{ in.model }}/weights.bin w.txt', in: { model: ./model }, out: { w: ./w.txt } }\n",
  });
  expect((await millrace(folder, "ls", bare)).stdout).toBe("model  birds@1.0.0\n");
  const got = await millrace(folder, "get", bare, "birds@1.0.0", "-o", "model", "--pin");
  expect(got).toMatchObject({ code: 0, stderr: expect.stringContaining("commit model.pin") });
  const revision = git(bare, "rev-parse", "HEAD").trim();
  expect(text(folder, "model.pin").replaceAll('"', "")).toContain(`path: birds@1.0.0\nrevision: ${revision}\n`);

  // Another machine has neither store nor remote of its own.
  for (const path of ["model", ".millrace"]) rmSync(join(folder, path), { recursive: true });
  expect(await millrace(folder, "run")).toMatchObject({ code: 5, stderr: expect.stringContaining("`millrace checkout model`") });
  expect(await millrace(folder, "checkout", "model")).toMatchObject({ code: 0, stderr: expect.stringContaining("brought    model") });
  expect((await millrace(folder, "run")).code).toBe(0);
  expect(text(folder, "w.txt")).toBe("1 2 3\n");
  rmSync(share, { recursive: true });
  for (const path of ["model", ".millrace"]) rmSync(join(folder, path), { recursive: true });
  const gone = await millrace(folder, "checkout", "model");
  expect(gone.code).toBe(5);
  expect(gone.stderr).toContain("birds@1.0.0, and its bytes could not be had");
});
