import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { check } from "../../engine/run/check.ts";
import { status } from "../../engine/run/status.ts";
import { runPipeline } from "../property/engine.ts";
import { quickFolder } from "../quick-folder.ts";
import { readPlanOf } from "../run/support/plan-of.ts";

/**
 * Two branches of a project are edited, run and merged by git, whose merge of the two locks is left as it is: with conflict markers of
 * every style, or both lines where a driver keeps both. What is then called fresh is what a clean run makes, and so is what a run leaves.
 * `MILLRACE_CASES=1000 npx vitest run test/lock/git-merge` tries more; a failure prints its seed.
 */
const cases = Number(process.env.MILLRACE_CASES ?? 8);
const seed = Number(process.env.MILLRACE_SEED ?? Date.now() % 2 ** 31);

interface Sources {
  params: Record<string, string>;
  files: Record<string, string>;
  salts: Record<string, string>;
  /** Stages that not every version has. */
  extra: readonly string[];
}

const edit = fc.oneof(
  fc.record({ kind: fc.constant("params" as const), name: fc.constantFrom("a", "b", "c"), value: fc.constantFrom("1", "2", "3", '"1"') }),
  fc.record({ kind: fc.constant("files" as const), name: fc.constantFrom("x.txt", "y.txt"), value: fc.constantFrom("1\n", "2\n", "3\n") }),
  fc.record({
    kind: fc.constant("salts" as const),
    name: fc.constantFrom("first", "second", "third"),
    value: fc.constantFrom("p", "q", "r"),
  }),
  fc.record({
    kind: fc.constant("extra" as const),
    name: fc.constantFrom("alone", "beside", "last"),
    value: fc.constantFrom("add", "remove"),
  }),
);
type Edit = typeof edit extends fc.Arbitrary<infer Value> ? Value : never;

const story = fc.record({
  style: fc.constantFrom("merge", "diff3", "zdiff3", "union"),
  /** How a conflict in a source is solved. */
  side: fc.constantFrom("ours", "theirs"),
  left: fc.array(edit, { maxLength: 3 }),
  right: fc.array(edit, { minLength: 1, maxLength: 3 }),
  /** Whether the side that is merged has its store here, as one has who ran both. */
  store: fc.constantFrom("kept", "lost"),
});

test(`what git makes of two correct locks is never wrong, ${cases} times`, { timeout: 3_600_000 }, async () => {
  await fc.assert(fc.asyncProperty(story, play), { numRuns: cases, seed });
});

async function play({ style, side, left, right, store }: typeof story extends fc.Arbitrary<infer Value> ? Value : never): Promise<void> {
  const root = mkdtempSync(join(quickFolder, "millrace-merge-"));
  const folder = join(root, "project");
  const executions = join(root, "executions");
  const run = async (where: string): Promise<void> => expect((await runPipeline({ folder: where, executions })).exitCode).toBe(0);
  const git = (...words: readonly string[]): string =>
    execFileSync("git", words, { cwd: folder, env: gitEnvironment, encoding: "utf8", stdio: "pipe" });
  const commit = (): void => {
    git("add", "-A");
    git("commit", "-q", "--allow-empty", "-m", "as it is");
  };
  try {
    mkdirSync(folder);
    git("init", "-q", "-b", "left");
    if (style === "union") writeFileSync(join(folder, ".gitattributes"), "pipeline.lock.json merge=union\n");
    writeFileSync(join(folder, ".gitignore"), "out/\n.millrace/\n");
    write(folder, first);
    await run(folder);
    commit();
    git("branch", "right");
    write(folder, edited(left));
    await run(folder);
    commit();
    git("checkout", "-q", "right");
    write(folder, edited(right));
    await run(folder);
    commit();
    git("checkout", "-q", "left");
    if (store === "lost") rmSync(join(folder, ".millrace", "store"), { recursive: true });
    const merged = spawnSync("git", ["-c", `merge.conflictStyle=${style === "union" ? "merge" : style}`, "merge", "-q", "right"], {
      cwd: folder,
      env: gitEnvironment,
    });
    expect([0, 1]).toContain(merged.status);
    for (const path of git("diff", "--name-only", "--diff-filter=U").split("\n")) {
      if (path !== "" && path !== "pipeline.lock.json") git("checkout", `--${side}`, "--", path);
    }

    const clean = join(root, "project-clean");
    cpSync(folder, clean, { recursive: true, filter: (path) => !/\/(?:\.git|\.millrace|out|pipeline\.lock\.json)$/.test(path) });
    await run(clean);
    await neverWronglyFresh(folder, clean);
    await run(folder);
    expect(lockOf(folder)).toBe(lockOf(clean));
    expect(outputs(folder)).toEqual(outputs(clean));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const gitEnvironment = {
  PATH: process.env.PATH,
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  ...{ GIT_AUTHOR_NAME: "Ada", GIT_AUTHOR_EMAIL: "ada@example.org", GIT_COMMITTER_NAME: "Ada", GIT_COMMITTER_EMAIL: "ada@example.org" },
};

/** By the workspace, and by the lock alone: what is called fresh is what a clean run records and leaves. */
async function neverWronglyFresh(folder: string, clean: string): Promise<void> {
  const { plan, platform } = await readPlanOf({ folder });
  const signal = new AbortController().signal;
  const wanted = linesOf(clean);
  for (const judge of [status, check]) {
    const { verdicts } = await judge({ plan, platform, signal });
    for (const [stage, { state }] of verdicts) {
      if (state !== "fresh") continue;
      expect(linesOf(folder).has(wanted.get(stage) ?? ""), `the record of ${stage}, which is called fresh`).toBe(true);
      if (judge === status) expect(outputs(folder)[stage], stage).toBe(outputs(clean)[stage]);
    }
  }
}

const lockOf = (folder: string): string => readFileSync(join(folder, "pipeline.lock.json"), "utf8");

/** The lines of a lock, by stage and by themselves. */
function linesOf(folder: string): ReadonlyMap<string, string> {
  const lines = lockOf(folder)
    .split("\n")
    .map((line) => line.replace(/,$/, ""));
  return new Map(lines.flatMap((line) => [[line, line] as const, [/^"([^"]+)":/.exec(line)?.[1] ?? line, line] as const]));
}

const stages = ["first", "second", "third", "alone", "beside", "last"];

const outputs = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    stages.flatMap((stage) => {
      const path = join(folder, "out", stage, "made");
      return existsSync(path) ? [[stage, readFileSync(path, "utf8")]] : [];
    }),
  );

const first: Sources = {
  params: { a: "1", b: "1", c: "1" },
  files: { "x.txt": "1\n", "y.txt": "1\n" },
  salts: { first: "p", second: "p", third: "p" },
  extra: ["alone"],
};

function edited(edits: readonly Edit[]): Sources {
  const sources: Sources = structuredClone(first);
  for (const { kind, name, value } of edits) {
    if (kind !== "extra") sources[kind][name] = value;
    else sources.extra = [...sources.extra.filter((stage) => stage !== name), ...(value === "add" ? [name] : [])].sort();
  }
  return sources;
}

function write(folder: string, { params, files, salts, extra }: Sources): void {
  const stage = (name: string, from: string, param: string): string =>
    `  ${name}:\n    run: "cat \${{ in.from }} > \${{ out.made }}; echo ${salts[name] ?? ""} \${{ with.value }} >> \${{ out.made }}"\n    in: { from: ${from} }\n    with: { value: "\${{ params.${param} }}" }\n    out: { made: ./out/${name}/made }\n`;
  const all = [
    stage("first", "./x.txt", "a"),
    stage("second", "first.made", "b"),
    stage("third", "second.made", "c"),
    ...extra.map((name) => stage(name, "./y.txt", "b")),
  ];
  writeFileSync(join(folder, "millrace.config.yaml"), "");
  writeFileSync(
    join(folder, "params.yaml"),
    Object.entries(params)
      .map(([name, value]) => `${name}: ${value}\n`)
      .join("\n"),
  );
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, "pipeline.yaml"), `params: ./params.yaml\nstages:\n${all.join("\n")}`);
}
