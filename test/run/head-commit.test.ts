import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nodeDisk } from "../../engine/platform/node-disk.ts";
import { headCommit } from "../../engine/run/head-commit.ts";
import { temporaryFolder } from "../temporary-folder.ts";

function git(folder: string, ...words: readonly string[]): string {
  const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "init.defaultBranch=main"];
  return execFileSync("git", [...identity, ...words], { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
}

/** A repository with one commit in a folder of its own. */
function repository(): string {
  const folder = join(temporaryFolder(), "wine");
  mkdirSync(folder);
  git(folder, "init", "--quiet");
  git(folder, "commit", "--quiet", "--allow-empty", "--message", "Begin");
  return folder;
}

const asGitSays = (folder: string): string => git(folder, "rev-parse", "HEAD");
const read = (folder: string): string | undefined => headCommit(nodeDisk, folder);

test("is what git says, from a branch and from a folder below", () => {
  const folder = repository();
  mkdirSync(join(folder, "pipelines/wine"), { recursive: true });
  expect(read(folder)).toBe(asGitSays(folder));
  expect(read(join(folder, "pipelines/wine"))).toBe(asGitSays(folder));
});

test("is what git says of a detached head, and of a branch with slashes", () => {
  const folder = repository();
  git(folder, "switch", "--quiet", "--create", "try/more/epochs");
  git(folder, "commit", "--quiet", "--allow-empty", "--message", "Go on");
  expect(read(folder)).toBe(asGitSays(folder));
  git(folder, "switch", "--quiet", "--detach", "main");
  expect(read(folder)).toBe(asGitSays(folder));
});

test("is what git says of packed references, and of a newer one beside them", () => {
  const folder = repository();
  git(folder, "pack-refs", "--all");
  expect(read(folder)).toBe(asGitSays(folder));
  git(folder, "commit", "--quiet", "--allow-empty", "--message", "Go on");
  expect(read(folder)).toBe(asGitSays(folder));
});

test("is what git says in a worktree, whose branch is packed or not", () => {
  const folder = repository();
  const tree = join(folder, "../other");
  git(folder, "worktree", "add", "--quiet", "-b", "other", tree);
  git(tree, "commit", "--quiet", "--allow-empty", "--message", "Elsewhere");
  expect(read(tree)).toBe(asGitSays(tree));
  expect(read(tree)).not.toBe(asGitSays(folder));
  git(folder, "pack-refs", "--all");
  expect(read(tree)).toBe(asGitSays(tree));
});

test("looks past an empty .git, as git does", () => {
  const folder = repository();
  mkdirSync(join(folder, ".millrace/experiments/epochs-5/.git"), { recursive: true });
  expect(read(join(folder, ".millrace/experiments/epochs-5"))).toBe(asGitSays(folder));
});

test.each([
  ["no repository", () => temporaryFolder()],
  [
    "no commit yet",
    () => {
      const folder = temporaryFolder();
      git(folder, "init", "--quiet");
      return folder;
    },
  ],
  [
    "a head that is nothing known",
    () => {
      const folder = repository();
      writeFileSync(join(folder, ".git/HEAD"), "ref: refs/heads/.invalid\n");
      return folder;
    },
  ],
  [
    "a head that leads out of the repository",
    () => {
      const folder = repository();
      writeFileSync(join(folder, "secret"), "0".repeat(40));
      writeFileSync(join(folder, ".git/HEAD"), "ref: refs/../../secret\n");
      return folder;
    },
  ],
  [
    "a worktree whose repository is gone",
    () => {
      const folder = repository();
      const tree = join(folder, "../other");
      git(folder, "worktree", "add", "--quiet", tree);
      rmSync(folder, { recursive: true });
      return tree;
    },
  ],
])("is unknown with %s", (_case, prepare) => {
  expect(read(prepare())).toBeUndefined();
});
