import { expect, test } from "vitest";
import { copying, Mill } from "./mill.ts";

const joining = (stage: string, left: string, right: string): string =>
  `  ${stage}:\n    run: cat \${{ in.left }} \${{ in.right }} > \${{ out.copy }}\n    in: { left: ${left}, right: ${right} }\n    out: { copy: ./${stage}.txt }\n`;

const ranIn = (outcomes: Readonly<Record<string, string>>): readonly string[] =>
  Object.keys(outcomes)
    .filter((stage) => outcomes[stage] === "ran")
    .sort();

test("19 downstream: a diamond, run from one of its stages on, in the order of what they need", async () => {
  const mill = new Mill({ "grain.txt": "rye\n" });
  mill.stages(
    copying("A", "./grain.txt") +
      copying("B", "A.copy") +
      copying("C", "A.copy") +
      joining("D", "B.copy", "C.copy") +
      copying("E", "D.copy"),
  );
  await mill.run();
  const fromB = await mill.run("--force", "--only", "B+", "--jobs", "1");
  const started = fromB.events.flatMap((event) => (event.type === "stage-started" ? [event.stage] : []));
  expect(started).toEqual(["B", "D", "E"]);
  expect(ranIn(await mill.outcomes("--force", "--only", "A+"))).toEqual(["A", "B", "C", "D", "E"]);
});

test("25 force of one chain leaves the other alone", async () => {
  const mill = new Mill({ "foo.txt": "1\n", "bar.txt": "1\n" });
  mill.stages(
    copying("foo1", "./foo.txt") +
      copying("foo2", "foo1.copy") +
      copying("bar1", "./bar.txt") +
      copying("bar2", "bar1.copy") +
      joining("both", "foo2.copy", "bar2.copy"),
  );
  await mill.run();
  expect(ranIn(await mill.outcomes("--force", "--only", "foo1+"))).toEqual(["both", "foo1", "foo2"]);
  mill.write("foo.txt", "2\n");
  expect(await mill.outcomes()).toEqual({ foo1: "ran", foo2: "ran", bar1: "fresh", bar2: "fresh", both: "ran" });
});

test("20 frozen in the middle: what is before it runs, it and what is behind it do not", async () => {
  const mill = new Mill({ "grain.txt": "one\n" });
  const stages = (frozen: string): string =>
    copying("s0", "./grain.txt") + copying("s1", "s0.copy", ...(frozen === "" ? [] : [frozen])) + copying("s2", "s1.copy");
  mill.stages(stages(""));
  await mill.run();
  mill.stages(stages("    frozen: true"));
  mill.write("grain.txt", "two\n");
  expect(await mill.outcomes()).toEqual({ s0: "ran", s1: "fresh", s2: "fresh" });
  expect(mill.read("s2.txt")).toBe("one\n");
});

test("21 and M4 a frozen stage that was edited and run is not what it says: unfrozen it runs (≠)", async () => {
  const mill = new Mill({ "grain.txt": "one\n" });
  mill.stages(copying("clean", "./grain.txt"));
  await mill.run();
  const before = mill.lock;
  mill.stages(copying("clean", "./grain.txt", "    frozen: true"));
  mill.replace("pipeline.yaml", "run: cat ", "run: tac ");
  mill.write("grain.txt", "one\ntwo\n");
  expect(await mill.outcomes()).toEqual({ clean: "fresh" });
  expect(mill.lock).toBe(before);
  expect(mill.read("clean.txt")).toBe("one\n");
  mill.replace("pipeline.yaml", "    frozen: true\n", "");
  expect(await mill.outcomes()).toEqual({ clean: "ran" });
  expect(mill.read("clean.txt")).toBe("two\none\n");
});

test("22 and 23 `rerun: always` runs every time and is never served from the store; frozen it does not (≠ a stage without ports is fresh)", async () => {
  const mill = new Mill({});
  const stage = (more: string): string =>
    `  look:\n    run: echo seen > seen.txt\n    out: { seen: ./seen.txt }\n${more}  plain:\n    run: "true"\n`;
  mill.stages(stage("    rerun: always\n"));
  expect(await mill.outcomes()).toEqual({ look: "ran", plain: "ran" });
  expect(await mill.outcomes()).toEqual({ look: "ran", plain: "fresh" });
  mill.remove("seen.txt");
  expect((await mill.outcomes()).look).toBe("ran");
  mill.stages(stage("    rerun: always\n    frozen: true\n"));
  expect((await mill.outcomes()).look).toBe("fresh");
  mill.stages(stage("    rerun: always\n"));
  expect((await mill.outcomes()).look).toBe("ran");
});

test("28 keep going: what does not depend on a failure runs, what does is blocked, and the failed are named", async () => {
  const mill = new Mill({ "grain.txt": "rye\n" });
  mill.stages(
    `  bad: { run: "exit 3", out: { copy: ./bad.txt } }\n${copying("after", "bad.copy")}${copying("beside", "./grain.txt")}${copying("behind", "beside.copy")}`,
  );
  const end = await mill.run("--keep-going");
  expect(end.code).toBe(1);
  expect(end.outcomes).toEqual({ bad: "failed", after: "blocked", beside: "ran", behind: "ran" });
  expect(end.stderr).toContain("the command of stage bad ended with exit code 3");
});

test("37 and 38 a matrix over scalars and over lists: names by value, or by axis and index, in the order of the axes", async () => {
  const mill = new Mill({});
  mill.write(
    "pipeline.yaml",
    `params: { models: { one: { threshold: 1 }, two: { threshold: 2 } } }
stages:
  grind:
    run: echo \${{ matrix.grade }} \${{ matrix.year }} > \${{ out.flour }}
    matrix: { grade: [fine, coarse], year: [2020, 2021] }
    out: { flour: "./flour/\${{ matrix.grade }}-\${{ matrix.year }}.txt" }
  mix:
    run: cp "$MILLRACE_WITH" \${{ out.mix }}
    matrix: { parts: [[1, 2], [3]] }
    with:
      parts: \${{ matrix.parts }}
      limit: \${{ params.models.one.threshold }}
`.concat("    out: { mix: {} }\n"),
  );
  const end = await mill.run();
  expect(end.code, end.stderr).toBe(0);
  expect(Object.keys(end.outcomes).sort()).toEqual([
    "grind@coarse-2020",
    "grind@coarse-2021",
    "grind@fine-2020",
    "grind@fine-2021",
    "mix@parts0",
    "mix@parts1",
  ]);
  expect(mill.read("flour/coarse-2021.txt")).toBe("coarse 2021\n");
  // Only what is used is part of it.
  mill.replace("pipeline.yaml", "threshold: 2", "threshold: 20");
  expect(new Set(Object.values(await mill.outcomes()))).toEqual(new Set(["fresh"]));
  mill.replace("pipeline.yaml", "threshold: 1", "threshold: 10");
  expect(ranIn(await mill.outcomes())).toEqual(["mix@parts0", "mix@parts1"]);
  // A combination more runs alone.
  mill.replace("pipeline.yaml", "[2020, 2021]", "[2020, 2021, 2022]");
  expect(ranIn(await mill.outcomes())).toEqual(["grind@coarse-2022", "grind@fine-2022"]);
});

test("48 a hundred stages that are fresh: nothing runs, and neither lock nor outputs are written (bench/ has the times of 1,000 and 10,000)", async () => {
  const mill = new Mill({ "grain.txt": "rye\n" });
  mill.stages(Array.from({ length: 100 }, (_, index) => copying(`s${index}`, "./grain.txt")).join(""));
  await mill.run();
  const before = mill.lock;
  expect(new Set(Object.values(await mill.outcomes()))).toEqual(new Set(["fresh"]));
  expect(mill.lock).toBe(before);
});

test("M8 what `status` foretells is what a run does, also behind what is stale", async () => {
  const mill = new Mill({ "grain.txt": "one\n" });
  mill.stages(copying("s0", "./grain.txt") + copying("s1", "s0.copy") + copying("s2", "s1.copy"));
  await mill.run();
  mill.write("grain.txt", "two\n");
  const { stages } = JSON.parse((await mill.say("status", "--json")).stdout);
  expect(stages.map(({ stage, state }: { readonly stage: string; readonly state: string }) => [stage, state])).toEqual([
    ["s0", "stale"],
    ["s1", "undecided"],
    ["s2", "undecided"],
  ]);
  expect(ranIn(await mill.outcomes())).toEqual(["s0", "s1", "s2"]);
});

test("M10 a run leaves the files of git alone; M13 what is not declared in `env` is not there, and what is declared is part of the key", async () => {
  const mill = new Mill({ ".gitignore": "# mine\n" });
  mill.stages(
    "  tell:\n    run: echo ${GREETING-none} ${EDITOR-none} > told.txt\n    out: { told: ./told.txt }\n    env: { GREETING: hello }\n",
  );
  await mill.run();
  expect(mill.read("told.txt")).toBe("hello none\n");
  expect(mill.read(".gitignore")).toBe("# mine\n");
  mill.replace("pipeline.yaml", "hello", "goodbye");
  expect(await mill.outcomes()).toEqual({ tell: "ran" });
});
