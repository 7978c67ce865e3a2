import { expect, test } from "vitest";
import { copying, Mill } from "./mill.ts";

/** Refused before anything runs: exit code 2, and no stage has left a trace. */
async function refused(mill: Mill, ...told: readonly RegExp[]): Promise<void> {
  const end = await mill.run();
  expect(end.code, end.stderr).toBe(2);
  for (const text of told) expect(end.stderr).toMatch(text);
  expect(end.events).toEqual([]);
  expect(mill.has("ran.txt")).toBe(false);
}

const leaving = '  first: { run: "touch ran.txt; echo > first.txt", out: { first: ./first.txt }, undeclared: allow }\n';

test("7 outputs that overlap are an error before anything runs", async () => {
  const mill = new Mill({});
  mill.stages(
    `${leaving}  folder: { run: mkdir dir, out: { dir: ./dir/ } }\n  file: { run: echo > dir/foo, out: { foo: ./dir/foo }, undeclared: allow }\n`,
  );
  await refused(mill, /error\[output-overlap\]/);
});

test("8 an input that is not there is an error before anything runs", async () => {
  const mill = new Mill({});
  mill.stages(leaving + copying("clean", "./absent.txt"));
  await refused(mill, /error\[missing-file\].*absent.txt/);
});

test("11 a cycle is an error that names its stages", async () => {
  const mill = new Mill({});
  mill.stages(leaving + copying("a", "c.copy") + copying("b", "a.copy") + copying("c", "b.copy"));
  await refused(mill, /error\[cycle\]/, /a.*b.*c/);
});

test("M21 an output outside the project, M22 an empty command, M19 and 50 names that no stage can have", async () => {
  const mill = new Mill({});
  mill.stages(`${leaving}  out: { run: echo > ../x, out: { x: ../../x }, undeclared: allow }\n`);
  await refused(mill, /error\[output-outside-project\]/);
  for (const command of ['""', "[]"]) {
    mill.stages(`${leaving}  nothing: { run: ${command} }\n`);
    await refused(mill, /error\[[a-z-]+\]/, /pipeline\.yaml:3:/);
  }
  const names = ["p@q", "p:q", "p/q", "p q", "../p", "ä"];
  mill.stages(leaving + names.map((name) => `  ${JSON.stringify(name)}: { run: "true" }\n`).join(""));
  const end = await mill.run();
  expect(end.code).toBe(2);
  expect(end.stderr.match(/^error\[invalid-name\]/gm)).toHaveLength(names.length);
});

test("38 and M5 instances with the same name, M20 an axis without values: errors", async () => {
  const mill = new Mill({});
  const matrix = (axes: string): string =>
    `${leaving}  grind:\n    run: echo > \${{ out.x }}\n    matrix: ${axes}\n    out: { x: "./x-\${{ matrix.x }}-\${{ matrix.y }}.txt" }\n`;
  mill.stages(matrix("{ x: [a-b, a], y: [c, b-c] }"));
  await refused(mill, /error\[matrix-collision\]/);
  mill.stages(matrix("{ x: [a, a], y: [c] }"));
  await refused(mill, /error\[matrix-collision\]/);
  mill.stages(matrix("{ x: [], y: [c] }"));
  await refused(mill, /error\[matrix-empty\]/);
});

test("39 templates: each mistake is an error of its own, at its place", async () => {
  const mill = new Mill({});
  mill.write(
    "pipeline.yaml",
    `params:
  list: [1, 2]
  nothing: null
stages:
  unknown: { run: "echo \${{ params.absent }}" }
  syntax: { run: "echo \${{ params. }}" }
  list: { run: "echo x\${{ params.list }}" }
  scalar: { run: "echo 1", matrix: { x: "\${{ params.nothing }}" } }
  quoted: { run: "echo '\${{ params.list }}'" }
  reserved: { run: "echo \${{ item }}" }
  input: { run: "echo \${{ in.absent }}" }
`,
  );
  const end = await mill.run();
  expect(end.code).toBe(2);
  for (const line of [5, 6, 7, 8, 9, 10, 11]) expect(end.stderr, `line ${line}`).toMatch(new RegExp(`pipeline\\.yaml:${line}:\\d+`));
  const codes = new Set([...end.stderr.matchAll(/^error\[([a-z-]+)\]/gm)].map(([, code]) => code));
  expect(codes.size).toBeGreaterThan(4);
});

test("29 and M9 there is no way to run dependents of a failed stage on what it left", async () => {
  const mill = new Mill({});
  mill.stages(
    `  half: { run: "echo half > half.txt; exit 1", out: { half: ./half.txt }, undeclared: allow }\n${copying("after", "half.half")}`,
  );
  expect((await mill.say("run", "--ignore-errors")).code).toBe(2);
  const end = await mill.run("--keep-going");
  expect(end.code).toBe(1);
  expect(end.outcomes).toEqual({ half: "failed", after: "blocked" });
  expect(mill.has("half.txt")).toBe(false);
});

test("M27 exit codes tell a wrong file, a failed stage, a gate and a stale stage apart", async () => {
  const mill = new Mill({});
  mill.stages(
    "  weigh:\n    run: echo '{\"kilos\":3}' > w.json\n    out: { w: { path: ./w.json, type: metrics } }\n    gate: [kilos > 4]\n",
  );
  expect((await mill.run()).code).toBe(3);
  mill.replace("pipeline.yaml", "kilos > 4", "kilos > 2");
  expect((await mill.run()).code).toBe(0);
  mill.replace("pipeline.yaml", '"kilos":3', '"kilos":5');
  expect((await mill.say("status", "--check")).code).toBe(4);
  mill.replace("pipeline.yaml", "run: echo", "run: false && echo");
  expect((await mill.run()).code).toBe(1);
});
