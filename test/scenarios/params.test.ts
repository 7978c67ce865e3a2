import { expect, test } from "vitest";
import { Mill } from "./mill.ts";

/** A stage that takes a setting, and prints what it was handed. */
const taking = (value: string): string => `params: ./params.yaml
stages:
  grind:
    run: cat "$MILLRACE_WITH" > seen.json
    with:
      value: ${value}
    out: { seen: ./seen.json }
`;

test("12 params of two files, nested and in a list: what is not used is no part of it, what is used reruns", async () => {
  const mill = new Mill({
    "params.yaml": "grade: { fine: 1, coarse: 2 }\nsizes: [3, 4]\n",
    "more.yaml": "speed: { fast: 5, slow: 6 }\n",
    "pipeline.yaml": `params: ./params.yaml
stages:
  grind:
    run: cat "$MILLRACE_WITH" > seen.json
    with:
      fine: \${{ params.grade.fine }}
      sizes: \${{ params.sizes }}
      fast: \${{ params.speed.fast }}
    out: { seen: ./seen.json }
`,
  });
  const run = () => mill.outcomes("--params", "more.yaml");
  expect(await run()).toEqual({ grind: "ran" });
  expect(JSON.parse(mill.read("seen.json"))).toEqual({ fast: 5, fine: 1, sizes: [3, 4] });
  expect(await run()).toEqual({ grind: "fresh" });
  mill.replace("more.yaml", "slow: 6", "slow: 60");
  expect(await run()).toEqual({ grind: "fresh" });
  mill.replace("more.yaml", "fast: 5", "fast: 50");
  expect(await run()).toEqual({ grind: "ran" });
  mill.replace("params.yaml", "[3, 4]", "[4, 3]");
  expect((await mill.say("why", "grind", "--params", "more.yaml")).stdout).toContain("sizes");
  expect(await run()).toEqual({ grind: "ran" });
});

test("13 a param beside it, or a comment, changes nothing", async () => {
  const mill = new Mill({ "params.yaml": "grade: 3\n", "pipeline.yaml": taking("${{ params.grade }}") });
  await mill.run();
  mill.write("params.yaml", "# the mill\nother: 4\ngrade: 3 # fine\n");
  expect(await mill.outcomes()).toEqual({ grind: "fresh" });
});

test("14 params that are empty, false or null are values: unchanged they are fresh, taken away they are errors", async () => {
  const values = { text: '""', no: "false", list: "[]", map: "{}", nothing: "null", zero: "0" };
  const names = Object.keys(values);
  const mill = new Mill({
    "params.yaml": Object.entries(values)
      .map(([name, value]) => `${name}: ${value}\n`)
      .join(""),
    "pipeline.yaml": taking(["", ...names.map((name) => `${name}: \${{ params.${name} }}`)].join("\n        ")),
  });
  expect(await mill.outcomes()).toEqual({ grind: "ran" });
  expect(JSON.parse(mill.read("seen.json")).value).toEqual({ text: "", no: false, list: [], map: {}, nothing: null, zero: 0 });
  expect(await mill.outcomes()).toEqual({ grind: "fresh" });
  mill.write("params.yaml", "other: 1\n");
  const without = await mill.run();
  expect(without.code).toBe(2);
  for (const name of names) expect(without.stderr).toContain(`params.${name}`);
});

test("15 a whole file of params is an input: new, removed and changed keys are told, and rerun", async () => {
  const mill = new Mill({
    "params.yaml": "grade: 3\n",
    "pipeline.yaml":
      "stages:\n  grind:\n    run: cat ${{ in.params }} > ${{ out.seen }}\n    in: { params: ./params.yaml }\n    out: { seen: ./seen.txt }\n",
  });
  await mill.run();
  for (const text of ["grade: 3\nspeed: 1\n", "speed: 1\n", "speed: 2\n"]) {
    mill.write("params.yaml", text);
    expect((await mill.say("why", "grind")).stdout).toMatch(/(grade|speed): \d/);
    expect(await mill.outcomes()).toEqual({ grind: "ran" });
  }
});

test("16 a param that is used and not there is an error that names it and its place", async () => {
  const mill = new Mill({ "params.yaml": "grade: 3\n", "pipeline.yaml": taking("${{ params.grades }}") });
  const end = await mill.run();
  expect(end.code).toBe(2);
  expect(end.stderr).toMatch(/error\[unknown-param\].*params\.grades/);
  expect(end.stderr).toContain("pipeline.yaml:6:");
});

test('17 another type is another value: 1, 1.0, true and "1" (≠, M7)', async () => {
  const mill = new Mill({ "params.yaml": "grade: 1\n", "pipeline.yaml": taking("${{ params.grade }}") });
  await mill.run();
  for (const value of ["1.0", "true", '"1"', '"true"']) {
    mill.write("params.yaml", `grade: ${value}\n`);
    expect(await mill.outcomes(), value).toEqual({ grind: "ran" });
  }
  // And each of them is remembered.
  mill.write("params.yaml", "grade: 1\n");
  expect(await mill.outcomes()).toEqual({ grind: "restored" });
});

test("M17 a date in params is a text; M18 `${HOME}` is the shell's, and null in a text is an error", async () => {
  const mill = new Mill({
    "params.yaml": "day: 2026-01-01\nnothing: null\n",
    "pipeline.yaml":
      'params: ./params.yaml\nstages:\n  tell:\n    run: echo ${{ params.day }} "${HOME}" > ${{ out.told }}\n    out: { told: ./told.txt }\n',
  });
  expect(await mill.outcomes()).toEqual({ tell: "ran" });
  expect(mill.read("told.txt")).toBe(`2026-01-01 ${process.env.HOME}\n`);
  mill.replace("pipeline.yaml", "params.day", "params.nothing");
  const end = await mill.run();
  expect(end.code).toBe(2);
  expect(end.stderr).toContain("error[null-in-text]");
});
