import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Event } from "../../engine/events/event.ts";
import type { Disk } from "../../engine/platform/disk.ts";
import { asStageId } from "../../engine/platform/identity.ts";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import { type RunOptions, runPipeline } from "../property/engine.ts";
import { treeOf } from "../property/tree.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** A project with one pipeline; its commands may log to `$EXECUTIONS`, which is outside. */
function project(stages: string, params = "params:\n  grade: 3\n") {
  const root = temporaryFolder();
  const folder = join(root, "project");
  const executions = join(root, "executions");
  mkdirSync(folder);
  writeFileSync(join(folder, "millrace.config.yaml"), "");
  writeFileSync(join(folder, "grain.txt"), "wheat\n");
  const rewrite = (text: string): void =>
    writeFileSync(join(folder, "pipeline.yaml"), `name: mill\npassEnv: [EXECUTIONS]\n${params}stages:\n${text}`);
  rewrite(stages);
  const run = async (options: Partial<RunOptions> = {}) => {
    writeFileSync(executions, "");
    const { exitCode, events } = await runPipeline({ folder, executions, ...options });
    const outcomes = Object.fromEntries(events.flatMap((event) => (event.type === "stage-finished" ? [[event.stage, event.outcome]] : [])));
    return { exitCode, events, outcomes, executed: readFileSync(executions, "utf8").split("\n").filter(Boolean) };
  };
  return { folder, rewrite, run };
}

const stage = (name: string, { body = "", command = "" }: { readonly body?: string; readonly command?: string } = {}): string =>
  `  ${name}:\n    run: |\n      echo ${name} >> "$EXECUTIONS"\n      ${command === "" ? `cat $\{{ in.grain }} > $\{{ out.flour }}; echo ${name} >> $\{{ out.flour }}` : command}\n${body}`;
const from = (source: string): string => `    in:\n      grain: ${source}\n    out:\n      flour: ./out/${"NAME"}.txt\n`;
const simple = (name: string, source = "./grain.txt", more = ""): string =>
  stage(name, { body: from(source).replace("NAME", name) + more });

const noticesIn = (events: readonly Event[]): readonly string[] =>
  events.flatMap((event) => (event.type === "notice" ? [event.diagnostic.code] : []));
const codesIn = (events: readonly Event[]): readonly string[] =>
  events.flatMap((event) => (event.type === "stage-finished" ? event.diagnostics.map(({ code }) => code) : []));

describe("a failure", () => {
  const branches = (command: string): string =>
    `${simple("clean")}${stage("grind", { command, body: from("clean.flour").replace("NAME", "grind") })}${simple("weigh", "grind.flour")}${simple("bran", "clean.flour", "    after: [grind]\n")}`;

  test("blocks what comes from it and cancels the rest; with --keep-going the rest runs", async () => {
    const { run } = project(branches("exit 3"));
    const stopped = await run();
    expect(stopped.exitCode).toBe(1);
    expect(stopped.outcomes).toEqual({ clean: "ran", grind: "failed", weigh: "blocked", bran: "cancelled" });
    const went = await run({ keepGoing: true });
    expect(went.exitCode).toBe(1);
    expect(went.outcomes).toEqual({ clean: "fresh", grind: "failed", weigh: "blocked", bran: "ran" });
  });

  test("leaves the folder that it shares with a stage at work, and takes it away with the last of them", async () => {
    const beside = (end: string): string =>
      stage("grind", {
        command: `until grep -q weigh "$EXECUTIONS"; do sleep 0.02; done; exit 1`,
        body: from("./grain.txt").replace("NAME", "flour/grind"),
      }) + stage("weigh", { command: `sleep 0.5; ${end}`, body: from("./grain.txt").replace("NAME", "flour/weigh") });
    const { folder, rewrite, run } = project(beside("cp ${{ in.grain }} ${{ out.flour }}"));
    expect((await run()).outcomes).toEqual({ grind: "failed", weigh: "ran" });
    expect(readdirSync(join(folder, "out/flour"))).toEqual(["weigh.txt"]);
    rewrite(beside("exit 1"));
    expect((await run()).outcomes).toEqual({ grind: "failed", weigh: "failed" });
    expect(existsSync(join(folder, "out"))).toBe(false);
  });

  test("is never cached: the stage loses its outputs and keeps its record, which counts again with the old command", async () => {
    const good = branches("cp ${{ in.grain }} ${{ out.flour }}");
    const { folder, rewrite, run } = project(good);
    expect((await run()).exitCode).toBe(0);
    const before = treeOf(folder);
    rewrite(branches("cp ${{ in.grain }} ${{ out.flour }}; exit 1"));
    expect((await run()).outcomes.grind).toBe("failed");
    expect(existsSync(join(folder, "out/grind.txt"))).toBe(false);
    expect((await run()).executed).toEqual(["grind"]);
    rewrite(good);
    expect((await run()).executed).toEqual([]);
    expect(treeOf(folder)).toEqual(before);
  });

  test("of a stage that leaves no output, or a folder where a table is due, says which and where", async () => {
    const { run, rewrite } = project(stage("grind", { command: "true", body: from("./grain.txt").replace("NAME", "grind") }));
    const missing = await run();
    expect(codesIn(missing.events)).toEqual(["output-missing"]);
    rewrite(
      stage("grind", {
        command: "mkdir ${{ out.flour }}",
        body: "    in:\n      grain: ./grain.txt\n    out:\n      flour:\n        path: ./out/flour\n        type: table\n",
      }),
    );
    expect(codesIn((await run()).events)).toEqual(["output-kind"]);
  });
});

describe("a link in an output folder", () => {
  const linking = (target: string): string =>
    stage("grind", {
      command: `mkdir -p $\{{ out.flour }}/inner && ln -s ${target} $\{{ out.flour }}/inner/link && echo 1 > $\{{ out.flour }}/one`,
      body: "    out:\n      flour: ./out/flour/\n",
    });

  test("may point into the folder, and is restored as it is", async () => {
    const { folder, run } = project(linking("../one"));
    await run();
    const before = treeOf(folder);
    rmSync(join(folder, "out"), { recursive: true });
    expect((await run()).outcomes).toEqual({ grind: "restored" });
    expect(treeOf(folder)).toEqual(before);
  });

  test.each(["../../../grain.txt", "../../nowhere", "/etc/hostname"])("may not lead out of it, to %s", async (target) => {
    const { run } = project(linking(target));
    expect(codesIn((await run()).events)).toEqual(["output-kind"]);
  });
});

describe("retries and timeouts", () => {
  const attempts = (more: string): string =>
    stage("grind", {
      command: 'if [ "$(grep -c grind "$EXECUTIONS")" -lt 3 ]; then exit 75; fi; cp ${{ in.grain }} ${{ out.flour }}',
      body: from("./grain.txt").replace("NAME", "grind") + more,
    });

  test("a stage is tried again as often as it says, and its other exit codes are not", async () => {
    const { run, rewrite } = project(attempts("    retries: { times: 2, delay: 1ms }\n"));
    const third = await run();
    expect(third.outcomes).toEqual({ grind: "ran" });
    expect(third.executed).toEqual(["grind", "grind", "grind"]);
    rewrite(attempts("    retries: { times: 1, delay: 1ms }\n    env: { A: b }\n"));
    expect((await run()).executed).toHaveLength(2);
    rewrite(attempts("    retries: { times: 2, delay: 1ms, on: [76] }\n    env: { A: c }\n"));
    expect((await run()).executed).toHaveLength(1);
  });

  test("a stage that takes too long is ended, with all that it started", async () => {
    const { run } = project(
      stage("grind", { command: "sleep 600 & sleep 600", body: `${from("./grain.txt").replace("NAME", "grind")}    timeout: 200ms\n` }),
    );
    const { exitCode, events } = await run();
    expect(exitCode).toBe(1);
    expect(codesIn(events)).toEqual(["timeout"]);
  });
});

describe("what a stage may say of its freshness", () => {
  test("rerun: always runs every time, and what comes after only where the bytes differ", async () => {
    const { run } = project(`${simple("clean", "./grain.txt", "    rerun: always\n")}${simple("grind", "clean.flour")}`);
    await run();
    const again = await run();
    expect(again.executed).toEqual(["clean"]);
    expect(again.outcomes).toEqual({ clean: "ran", grind: "fresh" });
    expect(noticesIn(again.events)).toEqual([]);
  });

  test("cache: false keeps no copy: what is deleted runs again", async () => {
    const { folder, run } = project(`${simple("clean", "./grain.txt", "    cache: false\n")}${simple("grind", "clean.flour")}`);
    await run();
    expect((await run()).executed).toEqual([]);
    rmSync(join(folder, "out"), { recursive: true });
    const again = await run();
    expect(again.outcomes).toEqual({ clean: "ran", grind: "restored" });
  });

  test("frozen: neither runs nor records; unfrozen, it runs for what was edited meanwhile", async () => {
    const plain = `${simple("clean")}${simple("grind", "clean.flour")}`;
    const { folder, run, rewrite } = project(plain);
    await run();
    const lock = readFileSync(join(folder, "pipeline.lock.json"), "utf8");
    const edited = (more: string): string =>
      `${simple("clean", "./grain.txt", `${more}    env: { STONE: granite }\n`)}${simple("grind", "clean.flour")}`;
    rewrite(edited("    frozen: true\n"));
    writeFileSync(join(folder, "grain.txt"), "rye\n");
    expect((await run()).outcomes).toEqual({ clean: "fresh", grind: "fresh" });
    expect(readFileSync(join(folder, "pipeline.lock.json"), "utf8")).toBe(lock);
    rmSync(join(folder, "out"), { recursive: true });
    expect((await run()).outcomes).toEqual({ clean: "restored", grind: "restored" });
    rewrite(edited(""));
    expect((await run()).executed).toEqual(["clean", "grind"]);
  });

  test("frozen without a record is an error, not a run", async () => {
    const { run } = project(simple("clean", "./grain.txt", "    frozen: true\n"));
    const { exitCode, events, executed } = await run();
    expect([exitCode, codesIn(events), executed]).toEqual([1, ["frozen"], []]);
  });

  test("when: false skips a stage and what comes from it, and takes their outputs away", async () => {
    const { folder, run } = project(
      `${simple("clean", "./grain.txt", "    when: params.grade > 2\n")}${simple("grind", "clean.flour")}${simple("bran")}`,
    );
    await run();
    const skipped = await run({ settings: ["grade=1"] });
    expect(skipped.exitCode).toBe(0);
    expect(skipped.outcomes).toEqual({ clean: "skipped", grind: "skipped", bran: "fresh" });
    expect(readdirSync(join(folder, "out")).sort()).toEqual([".gitignore", "bran.txt"]);
    expect((await run()).outcomes).toEqual({ clean: "restored", grind: "restored", bran: "fresh" });
  });
});

describe("selection", () => {
  const chain = `${simple("clean")}${simple("grind", "clean.flour")}${simple("weigh", "grind.flour")}${simple("bran")}`;

  test("a stage brings what it needs; the records and outputs of others are left alone", async () => {
    const { folder, run } = project(chain);
    expect((await run({ selection: ["grind"] })).executed).toEqual(["clean", "grind"]);
    await run();
    writeFileSync(join(folder, "grain.txt"), "rye\n");
    const before = readFileSync(join(folder, "pipeline.lock.json"), "utf8").split("\n");
    expect((await run({ selection: ["bran"] })).executed).toEqual(["bran"]);
    const after = readFileSync(join(folder, "pipeline.lock.json"), "utf8").split("\n");
    expect(after.filter((line) => !before.includes(line)).map((line) => line.slice(1, 5))).toEqual(["bran"]);
    expect((await run({ selection: ["clean+"] })).executed).toEqual(["clean", "grind", "weigh"]);
  });

  test("--only takes the inputs as they lie; without them it says what to run first", async () => {
    const { folder, run } = project(chain);
    const missing = await run({ selection: ["grind"], only: true });
    expect([missing.exitCode, codesIn(missing.events), missing.executed]).toEqual([1, ["missing-file"], []]);
    await run();
    writeFileSync(join(folder, "grain.txt"), "rye\n");
    expect((await run({ selection: ["grind"], only: true })).executed).toEqual([]);
    writeFileSync(join(folder, "out/clean.txt"), "by hand\n");
    expect((await run({ selection: ["grind"], only: true })).executed).toEqual(["grind"]);
    expect(readFileSync(join(folder, "out/grind.txt"), "utf8")).toBe("by hand\ngrind\n");
    await run();
    expect(readFileSync(join(folder, "out/weigh.txt"), "utf8")).toBe("rye\nclean\ngrind\nweigh\n");
  });

  test("--force runs what is selected, fresh or not", async () => {
    const { run } = project(chain);
    await run();
    expect((await run({ selection: ["bran"], mode: "force" })).executed).toEqual(["bran"]);
  });
});

describe("--locked", () => {
  const chain = `${simple("clean")}${simple("grind", "clean.flour")}`;

  test("brings what the lock names from the store, and runs nothing", async () => {
    const { folder, run } = project(chain);
    await run();
    const before = treeOf(folder);
    rmSync(join(folder, "out"), { recursive: true });
    const locked = await run({ mode: "locked" });
    expect([locked.exitCode, locked.executed]).toEqual([0, []]);
    expect(treeOf(folder)).toEqual(before);
  });

  test("ends with 4 where the lock is of other inputs, also if the store knows their result", async () => {
    const { folder, run } = project(chain);
    await run();
    writeFileSync(join(folder, "grain.txt"), "rye\n");
    const unknown = await run({ mode: "locked" });
    expect([unknown.exitCode, unknown.executed, codesIn(unknown.events)]).toEqual([4, [], ["stale"]]);
    await run();
    writeFileSync(join(folder, "grain.txt"), "wheat\n");
    const known = await run({ mode: "locked", keepGoing: true });
    expect([known.exitCode, known.executed, codesIn(known.events)]).toEqual([4, [], ["stale"]]);
  });

  test("ends with 5 where the bytes are nowhere", async () => {
    const { folder, run } = project(chain);
    await run();
    rmSync(join(folder, "out"), { recursive: true });
    rmSync(join(folder, ".millrace", "store"), { recursive: true });
    const locked = await run({ mode: "locked" });
    expect([locked.exitCode, locked.executed, codesIn(locked.events)]).toEqual([5, [], ["object-absent"]]);
  });
});

describe("--verify", () => {
  test("runs all again, and fails where other bytes come out; the record stays, and counts in the next run", async () => {
    const noisy = stage("noise", { command: "date +%s%N > ${{ out.flour }}", body: from("./grain.txt").replace("NAME", "noise") });
    const { folder, run } = project(`${simple("clean")}${noisy}`);
    await run();
    const before = treeOf(folder);
    const verified = await run({ mode: "verify", keepGoing: true });
    expect(verified.executed.sort()).toEqual(["clean", "noise"]);
    expect(verified.outcomes).toEqual({ clean: "ran", noise: "failed" });
    expect([verified.exitCode, codesIn(verified.events)]).toEqual([1, ["not-reproduced"]]);
    expect((await run()).executed).toEqual([]);
    expect(treeOf(folder)).toEqual(before);
  });

  test("compares ports by name, in whatever order they are declared", async () => {
    const two = stage("two", {
      command: "echo z > ${{ out.z }}; echo a > ${{ out.a }}",
      body: "    out:\n      z: ./out/z\n      a: ./out/a\n",
    });
    const { run } = project(two);
    await run();
    expect((await run({ mode: "verify" })).exitCode).toBe(0);
    expect(noticesIn((await run({ mode: "force" })).events)).toEqual([]);
  });
});

describe("a matrix", () => {
  const matrix = (grades: string): string =>
    `  grind:\n    matrix:\n      grade: ${grades}\n    run: |\n      echo grind-\${{ matrix.grade }} >> "$EXECUTIONS"\n      head -c \${{ matrix.grade }} \${{ in.grain }} > \${{ out.flour }}\n    in:\n      grain: ./grain.txt\n    out:\n      flour: ./out/flour-\${{ matrix.grade }}.txt\n` +
    `  mix:\n    run: |\n      echo mix >> "$EXECUTIONS"\n      cat \${{ in.flours }} > \${{ out.bread }}\n    in:\n      flours: grind.flour\n    out:\n      bread: ./out/bread.txt\n`;

  test("runs each instance once; a longer list runs what is new, a shorter one takes away what is gone", async () => {
    const { folder, run, rewrite } = project(matrix("[1, 2]"));
    expect((await run()).executed.sort()).toEqual(["grind-1", "grind-2", "mix"]);
    expect(readFileSync(join(folder, "out/bread.txt"), "utf8")).toBe("wwh");
    rewrite(matrix("[1, 2, 3]"));
    expect((await run()).executed.sort()).toEqual(["grind-3", "mix"]);
    rewrite(matrix("[1, 3]"));
    expect((await run()).executed).toEqual(["mix"]);
    expect(readdirSync(join(folder, "out")).sort()).toEqual([".gitignore", "bread.txt", "flour-1.txt", "flour-3.txt"]);
    expect(Object.keys(JSON.parse(readFileSync(join(folder, "pipeline.lock.json"), "utf8")).stages)).toEqual(["grind@1", "grind@3", "mix"]);
  });
});

describe("jobs", () => {
  test("start the longest remaining path first, and never more at a time than allowed", async () => {
    const names = ["a", "b", "c", "d", "e", "f"];
    const { run } = project(names.map((name) => simple(name)).join(""));
    const durations = new Map(names.map((name, index) => [asStageId(name), index * 1000]));
    const { events } = await run({ jobs: 2, durations });
    const order = events.flatMap((event) => (event.type === "stage-started" ? [event.stage as string] : []));
    expect(order.slice(0, 2).sort()).toEqual(["e", "f"]);
    expect(order.at(-1)).toBe("a");
    let running = 0;
    const peak = events.reduce((most, event) => {
      if (event.type === "stage-started") running++;
      if (event.type === "stage-finished") running--;
      return Math.max(most, running);
    }, 0);
    expect(peak).toBe(2);
  });
});

describe("a pipeline that is renamed", () => {
  test("loses the outputs that it had under its old name at the next whole run of any pipeline", async () => {
    const { folder, run } = project(`${simple("clean")}${simple("bran")}`);
    await run();
    const text = readFileSync(join(folder, "pipeline.yaml"), "utf8");
    writeFileSync(join(folder, "rye.pipeline.yaml"), text.replaceAll("./out/", "./rye/"));
    expect((await run({ file: "rye.pipeline.yaml" })).exitCode).toBe(0);
    expect(readdirSync(join(folder, "out")).sort()).toEqual([".gitignore", "bran.txt", "clean.txt"]);
    rmSync(join(folder, "pipeline.yaml"));
    expect((await run({ file: "rye.pipeline.yaml" })).executed).toEqual([]);
    expect(existsSync(join(folder, "out"))).toBe(false);
    expect(readdirSync(join(folder, "rye")).sort()).toEqual(["bran.txt", "clean.txt"]);
  });
});

describe("the workspace", () => {
  test("each run of a program has a name of its own, also within a second", async () => {
    const { run } = project(simple("clean"));
    const names = [await run(), await run()].flatMap(({ events }) =>
      events.flatMap((event) => (event.type === "run-started" ? [event.run] : [])),
    );
    expect(new Set(names).size).toBe(2);
  });

  test("two outputs of one folder are restored side by side", async () => {
    const { folder, run } = project(simple("clean") + simple("bran"));
    expect((await run()).outcomes).toEqual({ clean: "ran", bran: "ran" });
    rmSync(join(folder, "out"), { recursive: true });
    const platform = nodePlatform();
    const { disk, clock } = platform;
    const slow: Disk = { ...disk, copyAll: (...given) => clock.wait(50).then(() => disk.copyAll(...given)) };
    const { exitCode, outcomes } = await run({ platform: { ...platform, disk: slow } });
    expect({ exitCode, outcomes }).toEqual({ exitCode: 0, outcomes: { clean: "restored", bran: "restored" } });
  });

  test("an output that was edited by hand moves aside, and a line says where", async () => {
    const { folder, run } = project(simple("clean"));
    await run();
    writeFileSync(join(folder, "out/clean.txt"), "hours of work\n");
    const { outcomes, events } = await run();
    expect(outcomes).toEqual({ clean: "restored" });
    const [notice] = events.flatMap((event) => (event.type === "notice" ? [event.diagnostic] : []));
    expect(notice?.code).toBe("displaced");
    const place = /now in (\S+)/.exec(notice?.message ?? "")?.[1] ?? "";
    expect(readFileSync(join(folder, place), "utf8")).toBe("hours of work\n");
    expect(readFileSync(join(folder, "out/clean.txt"), "utf8")).toBe("wheat\nclean\n");
  });

  test("other bytes under an unchanged key are recorded, with a warning", async () => {
    const { run } = project(
      stage("grind", {
        command: 'date +%N > ${{ out.flour }}; echo "$$" >> ${{ out.flour }}',
        body: from("./grain.txt").replace("NAME", "grind"),
      }),
    );
    await run();
    const again = await run({ mode: "force" });
    expect(noticesIn(again.events)).toEqual(["not-reproduced"]);
    expect((await run()).executed).toEqual([]);
  });

  test("a lock with conflict markers costs those records, and is whole again after the run", async () => {
    const { folder, run } = project(`${simple("clean")}${simple("bran")}`);
    await run();
    const path = join(folder, "pipeline.lock.json");
    const lock = readFileSync(path, "utf8");
    const [opening, first = "", ...rest] = lock.split("\n");
    writeFileSync(path, [opening, "<<<<<<< ours", first, "=======", first.replace("wheat", "rye"), ">>>>>>> theirs", ...rest].join("\n"));
    const { exitCode, executed, events } = await run();
    expect([exitCode, executed, noticesIn(events)]).toEqual([0, [], ["lock-conflict"]]);
    expect(readFileSync(path, "utf8")).toBe(lock);
  });
});

test("an output may come to stand below what was another stage's output, also in a partial run", async () => {
  const writes = (name: string, path: string): string =>
    stage(name, {
      command: "cp ${{ in.grain }} ${{ out.flour }}",
      body: `    in:\n      grain: ./grain.txt\n    out:\n      flour: ${path}\n`,
    });
  const { folder, rewrite, run } = project(`${writes("grind", "./flour")}${writes("sift", "./sifted")}`);
  expect((await run()).exitCode).toBe(0);
  rewrite(`${writes("grind", "./ground")}${writes("sift", "./flour/fine")}`);
  expect(await run({ selection: ["sift"] })).toMatchObject({ exitCode: 0, outcomes: { sift: "ran" } });
  expect(readFileSync(join(folder, "flour", "fine"), "utf8")).toBe("wheat\n");
});

test("an output folder may hold no link out of it, not even one that leads to nothing yet", async () => {
  const linking = (target: string): string =>
    stage("grind", {
      command: `mkdir ground; ln -s ${target} ground/link`,
      body: "    in:\n      grain: ./grain.txt\n    out:\n      flour: ./ground/\n",
    });
  for (const [target, exitCode] of [
    ["fine", 0],
    ["../ground/fine", 0],
    ["../sifted", 1],
  ] as const) {
    const { run } = project(linking(target));
    const { exitCode: found, events } = await run();
    expect([target, found, codesIn(events)]).toEqual([target, exitCode, exitCode === 0 ? [] : ["output-kind"]]);
  }
});

test("a run gives a store that was deleted the outputs that are still here", async () => {
  const { folder, run } = project(simple("grind"));
  expect((await run()).exitCode).toBe(0);
  const before = treeOf(folder);
  rmSync(join(folder, ".millrace"), { recursive: true });
  expect((await run()).outcomes).toEqual({ grind: "fresh" });
  rmSync(join(folder, "out"), { recursive: true });
  expect((await run()).outcomes).toEqual({ grind: "restored" });
  expect(treeOf(folder)).toEqual(before);
});

test("a stage that was begun has an end also where the disk refuses its result", async () => {
  const { run } = project(simple("grind"));
  const machine = nodePlatform();
  const enterAll = (): never => {
    throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", syscall: "write" });
  };
  const refused = await run({ platform: { ...machine, disk: { ...machine.disk, enterAll } } });
  expect(refused).toMatchObject({ exitCode: 5, outcomes: { grind: "failed" } });
  expect(noticesIn(refused.events)).toEqual(["disk-failed"]);
  expect(await run()).toMatchObject({ exitCode: 0, outcomes: { grind: "ran" } });
});
