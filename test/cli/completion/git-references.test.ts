import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gitReferences } from "../../../engine/cli/completion/git-references.ts";
import { nodeDisk } from "../../../engine/platform/node-disk.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

function git(folder: string, ...words: readonly string[]): void {
  const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "init.defaultBranch=main"];
  execFileSync("git", [...identity, ...words], { cwd: folder, stdio: "ignore" });
}

function repository(): string {
  const folder = join(temporaryFolder(), "wine");
  mkdirSync(folder);
  git(folder, "init", "--quiet");
  git(folder, "commit", "--quiet", "--allow-empty", "--message", "Begin");
  git(folder, "tag", "v1");
  git(folder, "pack-refs", "--all");
  git(folder, "branch", "try/more/epochs");
  return folder;
}

const read = (folder: string): readonly string[] => gitReferences(nodeDisk, folder);

test("are branches and tags, packed or not, seen from a folder below too", () => {
  const folder = repository();
  mkdirSync(join(folder, "pipelines/wine"), { recursive: true });
  expect(read(join(folder, "pipelines/wine"))).toEqual(["HEAD", "main", "try/more/epochs", "v1"]);
});

test("are those of its repository in a worktree", () => {
  const folder = repository();
  const tree = join(folder, "../other");
  git(folder, "worktree", "add", "--quiet", "-b", "other", tree);
  expect(read(tree)).toEqual(["HEAD", "main", "other", "try/more/epochs", "v1"]);
});

test("are none outside a repository", () => {
  expect(read(temporaryFolder())).toEqual([]);
});
