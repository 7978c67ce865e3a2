import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Event } from "../../engine/events/event.ts";
import { check } from "../../engine/run/check.ts";
import { status } from "../../engine/run/status.ts";
import { type RunOptions, runPipeline } from "../property/engine.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { readPlanOf } from "./support/plan-of.ts";

const plan =
  '  plan: { run: "cp ${{ in.list }} ${{ out.parts }}; echo plan >> $EXECUTIONS", in: { list: ./parts.json }, out: { parts: { type: list } } }\n';
const train =
  '  train: { matrix: { part: plan.parts }, run: "echo train ${{ matrix.part }} | tee ${{ out.model }} >> $EXECUTIONS", out: { model: } }\n';
const score =
  '  score: { matrix: { part: plan.parts }, run: "cat ${{ in.m }} > ${{ out.s }}; echo score ${{ matrix.part }} >> $EXECUTIONS", in: { m: train.model }, out: { s: } }\n';
const report =
  '  report: { run: "cat ${{ in.all }} /dev/null > ${{ out.r }}; echo report >> $EXECUTIONS", in: { all: score.s }, out: { r: ./report.txt } }\n';

/** A project whose matrix is over the values of `parts.json`. */
function project(parts: unknown, stages = `${train}${score}${report}`) {
  const root = temporaryFolder();
  const folder = join(root, "project");
  const executions = join(root, "executions");
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const list = (values: unknown): void => write("parts.json", JSON.stringify(values));
  const pipeline = (text: string): void => write("pipeline.yaml", `name: parts\npassEnv: [EXECUTIONS]\nstages:\n${plan}${text}`);
  mkdirSync(folder);
  write("millrace.config.yaml", "");
  list(parts);
  pipeline(stages);
  const run = async (options: Partial<RunOptions> = {}) => {
    writeFileSync(executions, "");
    const { exitCode, events } = await runPipeline({ folder, executions, ...options });
    const outcomes = Object.fromEntries(events.flatMap((event) => (event.type === "stage-finished" ? [[event.stage, event.outcome]] : [])));
    return { exitCode, events, outcomes, executed: readFileSync(executions, "utf8").split("\n").filter(Boolean).sort() };
  };
  const states = async (judge: typeof status, selection: readonly string[] = []) => {
    const { plan: read, platform } = await readPlanOf({ folder, selection });
    const { verdicts } = await judge({ plan: read, platform, signal: new AbortController().signal });
    return Object.fromEntries([...verdicts].map(([stage, { state }]) => [stage, state]));
  };
  return { folder, list, pipeline, run, states, lock: () => readFileSync(join(folder, "pipeline.lock.json"), "utf8") };
}

const added = (events: readonly Event[]) => events.flatMap((event) => (event.type === "stages-added" ? [event] : []));
const diagnosticsIn = (events: readonly Event[]): readonly string[] =>
  events.flatMap((event) => {
    if (event.type === "notice") return [`${event.diagnostic.code}: ${event.diagnostic.message}`];
    return event.type === "stage-finished" ? event.diagnostics.map(({ code, message }) => `${event.stage} ${code}: ${message}`) : [];
  });

describe("a matrix over a list", () => {
  test("runs its instances once the list is made; a changed list runs only what is new, and takes away what is gone", async () => {
    const { folder, list, run, lock, states } = project(["a", "b"]);
    expect(await states(status)).toEqual({ plan: "stale", "train@*": "undecided", "score@*": "undecided", report: "undecided" });
    const first = await run();
    expect(first.exitCode).toBe(0);
    expect(first.executed).toEqual(["plan", "report", "score a", "score b", "train a", "train b"]);
    expect(added(first.events)).toEqual([
      {
        type: "stages-added",
        instances: [
          { of: "train@*", stages: ["train@a", "train@b"] },
          { of: "score@*", stages: ["score@a", "score@b"] },
        ],
        edges: [
          { from: "plan", output: "parts", to: "train@a", input: "matrix.part" },
          { from: "plan", output: "parts", to: "train@b", input: "matrix.part" },
          { from: "plan", output: "parts", to: "score@a", input: "matrix.part" },
          { from: "train@a", output: "model", to: "score@a", input: "m" },
          { from: "plan", output: "parts", to: "score@b", input: "matrix.part" },
          { from: "train@b", output: "model", to: "score@b", input: "m" },
          { from: "score@a", output: "s", to: "report", input: "all" },
          { from: "score@b", output: "s", to: "report", input: "all" },
        ],
      },
    ]);
    expect(await states(status)).toEqual({
      ...{ plan: "fresh", "train@a": "fresh", "train@b": "fresh", "score@a": "fresh", "score@b": "fresh", report: "fresh" },
    });
    expect((await run()).executed).toEqual([]);

    list(["c d", "b"]);
    const second = await run();
    expect(second.executed).toEqual(["plan", "report", "score c d", "train c d"]);
    expect(readFileSync(join(folder, "report.txt"), "utf8")).toBe("train c d\ntrain b\n");
    const made = readdirSync(join(folder, "out")).filter((name) => !/@part[0-9a-f]{8}$/.test(name));
    expect(made).toEqual([".gitignore", "plan", "score@b", "train@b"]);
    expect(lock().match(/^"[^"@]*@?/gm)).toEqual(['"plan', '"report', '"score@', '"score@', '"train@', '"train@']);

    list(["b", "c d"]);
    expect((await run()).executed, "another order of the list").toEqual(["plan", "report"]);
    list(["a", "b"]);
    const back = await run();
    expect([back.executed, back.outcomes["train@a"], back.outcomes.plan]).toEqual([[], "restored", "restored"]);
  });

  test("of no values is no instance, and a warning; what gathers it gets nothing", async () => {
    const { folder, run, states } = project([]);
    const { exitCode, executed, events } = await run();
    expect([exitCode, executed]).toEqual([0, ["plan", "report"]]);
    expect(diagnosticsIn(events)).toEqual([
      "matrix-empty: stage `train` has no instances: the list plan.parts is empty",
      "matrix-empty: stage `score` has no instances: the list plan.parts is empty",
    ]);
    expect(readFileSync(join(folder, "report.txt"), "utf8")).toBe("");
    expect(await states(check)).toEqual({ plan: "fresh", report: "fresh" });
  });

  test("blocks its instances, and keeps what they left, where the list cannot be made", async () => {
    const { folder, list, run, pipeline, states } = project(["a", "b"]);
    await run();
    const stages = `${train}${score}${report}  other: { run: "echo > \${{ out.o }}", after: [report], out: { o: } }\n`;
    list("no list");
    pipeline(stages);
    const broken = await run({ keepGoing: true });
    expect(broken.exitCode).toBe(1);
    expect(broken.outcomes).toEqual({ plan: "failed", "train@*": "blocked", "score@*": "blocked", report: "blocked", other: "ran" });
    expect(diagnosticsIn(broken.events)).toEqual(["plan output-kind: output parts of stage plan is no list, at out/plan/parts.json"]);
    expect(existsSync(join(folder, "out/train@a/model"))).toBe(true);
    expect(await states(check)).toMatchObject({ plan: "stale", "train@a": "fresh" });
    list(["b", "a"]);
    expect((await run()).executed).toEqual(["plan", "report"]);
  });

  test("says at its place what is wrong with a value, and runs the rest", async () => {
    const { run } = project(["a", "A"], `${train}  other: { run: "echo other | tee \${{ out.o }} >> $EXECUTIONS", out: { o: } }\n`);
    const { exitCode, outcomes, events } = await run();
    expect(exitCode).toBe(1);
    expect(outcomes).toEqual({ plan: "ran", other: "ran", "train@*": "failed" });
    expect(diagnosticsIn(events)).toEqual([expect.stringContaining("train@* output-overlap")]);
  });

  test("can be run in part: an instance before and after it is known, and without what makes the list", async () => {
    const { run, list, lock } = project(["a", "b"]);
    const missing = await run({ selection: ["train@*"], only: true });
    expect(missing.outcomes).toEqual({ "train@*": "failed" });
    expect(diagnosticsIn(missing.events)).toEqual(["train@* missing-file: the list plan.parts, over which stage train runs, is not there"]);
    expect((await run({ selection: ["train@a"] })).executed).toEqual(["plan", "train a"]);
    expect((await run({ selection: ["train@b"], only: true })).executed).toEqual(["train b"]);
    list(["b"]);
    const gone = await run({ selection: ["train@a"] });
    expect([gone.exitCode, gone.executed]).toEqual([1, ["plan"]]);
    expect(diagnosticsIn(gone.events)).toEqual(["train@* unknown-selection: no stage is named `train@a`"]);
    expect(lock(), "a part of a run takes nothing away").toContain('"train@a"');
    expect((await run()).executed).toEqual(["report", "score b"]);
    expect(lock()).not.toContain('"train@a"');
  });

  test("is judged by the lock alone, and brought back by it", async () => {
    const { folder, run, states } = project(["a", "b"]);
    await run();
    rmSync(join(folder, "out"), { recursive: true });
    expect((await run({ mode: "locked" })).outcomes).toEqual({
      ...{ plan: "restored", "train@a": "restored", "train@b": "restored", "score@a": "restored", "score@b": "restored", report: "fresh" },
    });
    rmSync(join(folder, "out"), { recursive: true });
    rmSync(join(folder, ".millrace"), { recursive: true });
    const fresh = { plan: "fresh", "train@a": "fresh", "train@b": "fresh", "score@a": "fresh", "score@b": "fresh", report: "fresh" };
    expect(await states(check)).toEqual(fresh);
  });
});

test("lists of instances of a list are known one after the other, and each change runs only what is new", async () => {
  const nested =
    '  split: { matrix: { part: plan.parts }, run: "cp ${{ in.shards }} ${{ out.shards }}; echo split ${{ matrix.part }} >> $EXECUTIONS", in: { shards: "./${{ matrix.part }}.json" }, out: { shards: { type: list } } }\n' +
    '  work: { matrix: { part: plan.parts, shard: split.shards }, run: "echo work ${{ matrix.part }} ${{ matrix.shard }} | tee ${{ out.o }} >> $EXECUTIONS", out: { o: } }\n' +
    '  all: { run: "cat ${{ in.all }} /dev/null > ${{ out.r }}", in: { all: work.o }, out: { r: } }\n';
  const { folder, list, run } = project(["a", "b"], nested);
  writeFileSync(join(folder, "a.json"), "[1, 2]");
  writeFileSync(join(folder, "b.json"), "[2]");
  const first = await run();
  expect([first.exitCode, first.executed]).toEqual([0, ["plan", "split a", "split b", "work a 1", "work a 2", "work b 2"]]);
  writeFileSync(join(folder, "b.json"), "[]");
  const emptied = await run();
  expect(emptied.executed).toEqual(["split b"]);
  expect(readFileSync(join(folder, "out/all/r"), "utf8")).toBe("work a 1\nwork a 2\n");
  writeFileSync(join(folder, "b.json"), "[3]");
  list(["b", "a"]);
  expect((await run({ jobs: 1 })).executed).toEqual(["plan", "split b", "work b 3"]);
  expect((await run()).executed).toEqual([]);
});
