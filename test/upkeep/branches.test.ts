import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { usesOf } from "../../engine/upkeep/disk-usage.ts";
import { millrace } from "../millrace.ts";
import { quickFolder } from "../quick-folder.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { gc, mill, outcomesOf, runMill, write } from "./store-place.ts";

/** The mill in a folder of a repository, with a lock of its own on each branch, and the results of all of them in its store. */
async function branches() {
  const top = temporaryFolder({ within: quickFolder });
  const folder = join(top, "mill");
  const git = (...words: readonly string[]): string =>
    execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", ...words], { cwd: top, encoding: "utf8" });
  git("init", "--quiet", "--initial-branch", "main");
  mill(folder);
  write(folder, ".gitignore", "out/\nmade/\n.millrace/\n");
  const commitGrade = async (grade: number): Promise<void> => {
    await runMill(folder, `grade=${grade}`);
    git("add", "--all");
    git("commit", "--quiet", "--message", `Grind grade ${grade}`);
  };
  await commitGrade(1);
  for (const [index, name] of ["coarse", "remote", "tagged"].entries()) {
    git("checkout", "--quiet", "-b", name);
    await commitGrade(index + 2);
    git("checkout", "--quiet", "main");
  }
  git("update-ref", "refs/remotes/origin/remote", "remote");
  git("tag", "--annotate", "--message", "A tag", "v1", "tagged");
  git("branch", "--quiet", "-D", "remote", "tagged");
  /** What a run of that grade finds once the store is all that there is. */
  const forget = (): void => {
    for (const path of ["out", "made", "pipeline.lock.json"]) rmSync(join(folder, path), { recursive: true, force: true });
  };
  const known = async (grade: number): Promise<string> => {
    forget();
    return outcomesOf(await runMill(folder, `grade=${grade}`)).grind ?? "";
  };
  const grades = async (): Promise<Record<string, string>> => {
    const found: Record<string, string> = {};
    for (const [index, name] of ["main", "coarse", "remote", "tagged"].entries()) found[name] = await known(index + 1);
    forget();
    return found;
  };
  return { folder, git, grades };
}

test("what the locks of other branches need stays where it is asked for: of local ones by default", async () => {
  const { folder, grades } = await branches();
  await gc(folder, { branches: "all", tags: true });
  expect(await grades()).toEqual({ main: "restored", coarse: "restored", remote: "restored", tagged: "restored" });
  await gc(folder, { branches: "all" });
  expect(await grades()).toEqual({ main: "restored", coarse: "restored", remote: "restored", tagged: "ran" });
  await gc(folder);
  expect(await grades()).toEqual({ main: "restored", coarse: "restored", remote: "ran", tagged: "ran" });
  await gc(folder, { branches: "none" });
  expect(await grades()).toEqual({ main: "ran", coarse: "ran", remote: "ran", tagged: "ran" });
});

test("gc --dry-run and du name the branch that keeps a result; without git nothing goes unless it is said", async () => {
  const { folder, git } = await branches();
  const dry = await millrace(folder, "gc", "--dry-run", "--size", "0", "--runs", "0", "--branches", "all");
  expect(dry.code, dry.stderr).toBe(0);
  expect(dry.stdout).toMatch(/grind +branch coarse/);
  expect(dry.stdout).toMatch(/grind +branch origin\/remote/);
  expect(dry.stdout).not.toContain("v1");
  write(folder, "millrace.config.yaml", "cache: { branches: local, tags: true, runs: 0 }\n");
  const usage = await millrace(folder, "du");
  expect(usage.stdout).toMatch(/grind +branch v1/);
  git("config", "core.repositoryformatversion", "99");
  const refused = await millrace(folder, "gc", "--size", "0");
  expect([refused.code, refused.stderr.split("\n")[0]]).toEqual([5, "error[git-failed]: git refused"]);
  expect(refused.stderr.replace(/\s+/g, " ")).toContain("`--branches none` looks at none of them");
  expect((await millrace(folder, "gc", "--size", "0", "--branches", "none", "--no-tags")).code).toBe(0);
});

test("data and versions that another branch pins or registers are needed, also of another project that shares the store", async () => {
  const { folder, git } = await branches();
  git("checkout", "--quiet", "coarse");
  write(folder, "data/grain.csv", "wheat\n");
  expect((await millrace(folder, "add", "data/grain.csv")).code).toBe(0);
  git("add", "--all", "--force", "mill/data/grain.csv.pin");
  git("commit", "--quiet", "--message", "Pin the grain");
  git("checkout", "--quiet", "main");
  rmSync(join(folder, ".millrace/state/pinned.tsv"), { force: true });
  const other = mill(join(temporaryFolder({ within: quickFolder }), "other"), { store: join(folder, ".millrace/store") });
  const { contents } = await gc(other);
  const ofBranch = usesOf(contents).filter(({ branch, of }) => branch === "coarse" && of === "data/grain.csv.pin");
  expect(ofBranch.map(({ bytes, project }) => [bytes, project])).toEqual([[6, folder]]);
});
