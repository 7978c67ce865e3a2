import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { millrace, millraceWith } from "../millrace.ts";
import { quickFolder } from "../quick-folder.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { birds, dataProject, type Files, writeFiles } from "./data-project.ts";

const trusted = { MILLRACE_TRUST: "write" };

/** A project with pinned birds and no pipeline, pushed; and a clone of what git would have. */
async function scene(files: Files = {}) {
  const share = join(temporaryFolder({ within: quickFolder }), "share");
  const project = dataProject({
    "millrace.config.yaml": `remotes: { team: ${share}, attic: ${share}-2 }\nremote: team\n`,
    ...birds,
    ...files,
  });
  await millrace(project, "add", "data/birds");
  const push = await millraceWith(trusted, project, "push");
  const clone = (): string => {
    const folder = join(temporaryFolder({ within: quickFolder }), "clone");
    cpSync(project, folder, { recursive: true, filter: (path) => !/\.millrace$|data\/birds$/.test(path) });
    return folder;
  };
  const text = (folder: string, path: string): string => readFileSync(join(folder, path), "utf8");
  return { project, share, push, clone, text };
}

test("without a pipeline pins are pushed and pulled: all, or one file; what was edited is named and left", async () => {
  const { push, clone, text } = await scene();
  expect(push.code).toBe(0);
  expect(push.stdout).toMatch(
    /share was not there: a new remote, or a share that is not mounted\n5 objects, 345 bytes, sent to team; 0 were there\n$/,
  );
  const there = clone();
  const one = await millrace(there, "pull", "data/birds/sea/gull.txt");
  expect(one).toMatchObject({ code: 0, stdout: "fetched from team: data/birds/sea/gull.txt\nwritten: data/birds/sea/gull.txt\n" });
  expect(readdirSync(join(there, "data/birds")).sort()).toEqual([".millrace-partial", "sea"]);
  expect((await millrace(there, "pull", "--pins", "--json")).stdout).toContain('"written":["data/birds"]');
  expect(text(there, "data/birds/robin.txt")).toBe("red\n");

  writeFileSync(join(there, "data/birds/robin.txt"), "pink\n");
  for (const path of ["data/birds", "data/birds/robin.txt"]) {
    const edited = await millrace(there, "pull", path);
    expect(edited.code).toBe(4);
    expect(edited.stdout).toContain(`left as edited here: ${path}\n`);
    expect(edited.stderr).toContain(`error[data-edited]: ${path} was edited`);
    expect(edited.stderr).toContain("millrace add data/birds");
  }
  expect(text(there, "data/birds/robin.txt")).toBe("pink\n");
  expect((await millrace(there, "pull", "data/bird")).stderr).toContain("did you mean data/birds?");
});

test("pull brings what a pin says after git brought another one; what was lost on the way is said", async () => {
  const { project, share, clone, text } = await scene();
  const there = clone();
  await millrace(there, "pull");
  writeFileSync(join(project, "data/birds/robin.txt"), "orange\n");
  await millrace(project, "add", "data/birds");
  cpSync(join(project, "data/birds.pin"), join(there, "data/birds.pin"));
  // Nobody has pushed it yet.
  const early = await millrace(there, "pull");
  expect(early).toMatchObject({ code: 5, stdout: "neither in the store nor on team: data/birds\n" });
  expect(text(there, "data/birds/robin.txt")).toBe("red\n");
  await millraceWith(trusted, project, "push", "data/birds/robin.txt");
  expect((await millrace(there, "pull")).stdout).toBe("fetched from team: data/birds\nwritten: data/birds\n");
  expect(text(there, "data/birds/robin.txt")).toBe("orange\n");
  expect((await millrace(there, "status", "--remote")).stdout).toBe("1 pin, all as pinned\nremote team: 1 there\n");
  rmSync(share, { recursive: true });
  expect((await millrace(clone(), "pull")).stderr).toContain("mount it");
});

test("one file of a folder comes from the remote alone where the store lost it and still has the listing", async () => {
  const { project, text } = await scene();
  const gull = "data/birds/sea/gull.txt";
  const digest = createHash("sha256").update("white\n").digest("hex");
  for (const command of ["pull", "checkout"]) {
    rmSync(join(project, ".millrace/store/objects", digest.slice(0, 2), digest.slice(2)));
    rmSync(join(project, gull));
    expect(await millrace(project, command, gull)).toMatchObject({ code: 0 });
    expect(text(project, gull)).toBe("white\n");
  }
});

test("one file of a folder that is here comes back alone; over an edit only by force, and then it is kept aside", async () => {
  const { project, text } = await scene();
  const gull = "data/birds/sea/gull.txt";
  rmSync(join(project, gull));
  expect((await millrace(project, "checkout", gull)).stderr).toContain(`brought    ${gull}`);
  writeFileSync(join(project, gull), "grey\n");
  const edited = await millrace(project, "checkout", gull);
  expect(edited.code).toBe(4);
  const forced = await millrace(project, "checkout", "--force", gull);
  expect(forced.code).toBe(0);
  expect(text(project, gull)).toBe("white\n");
  const aside = /what was there is in (\S+)/.exec(forced.stderr)?.[1] ?? "";
  expect(text(project, aside)).toBe("grey\n");
  expect((await millrace(project, "status")).stdout).toBe("1 pin, all as pinned\n");
});

test("models of the registry go and come with the data, into the store", async () => {
  const { project, clone } = await scene({ "model/weights.bin": "1 2 3\n" });
  await millrace(project, "add", "model");
  const digest = /digest: (\w+)/.exec(readFileSync(join(project, "model.pin"), "utf8"))?.[1] ?? "";
  rmSync(join(project, "model.pin"));
  writeFiles(project, { "registry/models/birds/1.0.0.json": JSON.stringify({ digest }) });
  await millraceWith(trusted, project, "push");
  const there = clone();
  expect((await millrace(there, "pull", "--dry-run")).stdout).toBe("would be fetched from team: birds 1.0.0, data/birds\n");
  expect(existsSync(join(there, "data/birds"))).toBe(false);
  expect((await millrace(there, "pull")).stdout).toBe("fetched from team: birds 1.0.0, data/birds\nwritten: data/birds\n");
  expect(existsSync(join(there, ".millrace/store/objects", digest.slice(0, 2), digest.slice(2)))).toBe(true);
});

test("remote list shows what is configured, remote check tries it; nothing to share is said", async () => {
  const { project, share } = await scene();
  expect((await millrace(project, "remote", "list")).stdout).toBe(`* team  ${share}  read-only\n  attic  ${share}-2  read-only\n`);
  const check = await millraceWith({ ...trusted, MILLRACE_SIGNING_KEY: "" }, project, "remote", "check");
  expect(check.stdout).toBe(
    `team (${share}) can be read and written\nno MILLRACE_SIGNING_KEY of 16 characters or more: only what the lock names is fetched\n`,
  );
  const absent = await millrace(project, "remote", "check", "attic");
  expect(absent.code).toBe(5);
  expect(absent.stderr).toContain(`there is no folder ${share}-2`);
  const empty = dataProject({ "millrace.config.yaml": `remotes: { team: ${share} }\n` });
  const nothing = await millrace(empty, "push");
  expect(nothing.code).toBe(2);
  expect(nothing.stderr).toContain("there is nothing to share in this folder");
});
