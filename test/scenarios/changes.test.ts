import { expect, test } from "vitest";
import { copying, Mill } from "./mill.ts";

test("1 no-op: a second run executes nothing and leaves the lock as it is, byte for byte", async () => {
  const mill = new Mill({ "grain.txt": "rye\n" });
  mill.stages(copying("clean", "./grain.txt"));
  expect(await mill.outcomes()).toEqual({ clean: "ran" });
  const before = mill.lock;
  const again = await mill.run();
  expect(again.code).toBe(0);
  expect(again.outcomes).toEqual({ clean: "fresh" });
  expect(mill.lock).toBe(before);
});

test("2 command edited: more blanks are another command, told as such, run once", async () => {
  const mill = new Mill({ "grain.txt": "rye\n" });
  mill.stages(copying("clean", "./grain.txt"));
  await mill.run();
  mill.replace("pipeline.yaml", "run: cat ", "run: cat   ");
  expect((await mill.say("status")).stdout).toContain("command");
  expect(await mill.outcomes()).toEqual({ clean: "ran" });
  expect(await mill.outcomes()).toEqual({ clean: "fresh" });
});

test("3 dep added: an existing file that is declared as a further input reruns", async () => {
  const mill = new Mill({ "grain.txt": "rye\n", "salt.txt": "salt\n" });
  mill.stages(copying("clean", "./grain.txt"));
  await mill.run();
  mill.replace("pipeline.yaml", "source: ./grain.txt", "source: ./grain.txt, salt: ./salt.txt");
  expect(await mill.outcomes()).toEqual({ clean: "ran" });
});

test("4 out added: a file that is made already and now declared reruns", async () => {
  const mill = new Mill({});
  mill.stages("  grind:\n    run: echo a > a.txt; echo b > b.txt\n    out: { a: ./a.txt }\n");
  await mill.run();
  mill.replace("pipeline.yaml", "a: ./a.txt", "a: ./a.txt, b: ./b.txt");
  expect(await mill.outcomes()).toEqual({ grind: "ran" });
});

test("5 dep replaced by one with the same content: a command may tell them apart by name, so it reruns", async () => {
  const mill = new Mill({ "foo.txt": "rye\n", "bar.txt": "rye\n" });
  mill.stages(copying("clean", "./foo.txt"));
  await mill.run();
  mill.replace("pipeline.yaml", "./foo.txt", "./bar.txt");
  expect(await mill.outcomes()).toEqual({ clean: "ran" });
});

test.each([
  ["input", ", salt: ./salt.txt", ""],
  ["output", ", more: ./more.txt", ""],
  ["setting", "    with: { grade: 3 }\n", ""],
])("6 removed: an %s that is gone reruns (≠), and the lock forgets it (M1)", async (_what, text, without) => {
  const mill = new Mill({ "grain.txt": "rye\n", "salt.txt": "salt\n", "grind.sh": "cat grain.txt | tee more.txt > flour.txt\n" });
  mill.stages(`  grind:
    run: sh grind.sh
    in: { code: ./grind.sh, grain: ./grain.txt, salt: ./salt.txt }
    out: { flour: ./flour.txt, more: ./more.txt }
    with: { grade: 3 }
`);
  await mill.run();
  const before = mill.lock;
  mill.replace("pipeline.yaml", text, without);
  expect(await mill.outcomes()).toEqual({ grind: "ran" });
  expect(mill.lock).not.toBe(before);
  if (text.includes("salt")) expect(mill.lock).not.toContain("salt");
});

test("26 early cut-off: a comment in a script reruns its stage, and nothing behind it", async () => {
  const mill = new Mill({ "grind.sh": "cat grain.txt\n", "grain.txt": "rye\n" });
  mill.stages(
    `  grind:\n    run: sh grind.sh > flour.txt\n    in: { code: ./grind.sh, grain: ./grain.txt }\n    out: { flour: ./flour.txt }\n${copying("bake", "grind.flour")}`,
  );
  await mill.run();
  mill.write("grind.sh", "# finer\ncat grain.txt\n");
  expect(await mill.outcomes()).toEqual({ grind: "ran", bake: "fresh" });
});

test("27 metric flag: an output that becomes metrics and a plain file again runs at most once more, and is restored when it goes back", async () => {
  const mill = new Mill({});
  const stage = (type: string): string =>
    `  weigh:\n    run: echo '{"kilos":3}' > w.json\n    out: { w: { path: ./w.json, type: ${type} } }\n`;
  mill.stages(stage("file"));
  await mill.run();
  mill.stages(stage("metrics"));
  expect(["ran", "fresh", "restored"]).toContain((await mill.outcomes()).weigh);
  mill.stages(stage("file"));
  expect(["fresh", "restored"]).toContain((await mill.outcomes()).weigh);
});

test("40 lock stability: the order of ports says nothing; an edited command changes the key alone", async () => {
  const mill = new Mill({ "a.txt": "a\n", "b.txt": "b\n" });
  const stage = (command: string, ports: string): string =>
    `  join:\n    run: ${command}\n    in: { ${ports} }\n    out: { both: ./both.txt }\n`;
  mill.stages(stage("cat a.txt b.txt > both.txt", "a: ./a.txt, b: ./b.txt"));
  await mill.run();
  const before = mill.lock;
  mill.stages(stage("cat a.txt b.txt > both.txt", "b: ./b.txt, a: ./a.txt"));
  expect(await mill.outcomes()).toEqual({ join: "fresh" });
  expect(mill.lock).toBe(before);
  mill.stages(stage("cat a.txt  b.txt > both.txt", "b: ./b.txt, a: ./a.txt"));
  await mill.run();
  const keyless = (lock: string): string => lock.replace(/"key":"[^"]+"/, "").replace(/"seal":"[^"]+"/, "");
  expect(mill.lock).not.toBe(before);
  expect(keyless(mill.lock)).toBe(keyless(before));
});

test("47 an edit with the same size and the old time of modification is seen (M6)", async () => {
  const mill = new Mill({ "grain.txt": "rye\n" });
  mill.stages(
    `  age:\n    run: touch -r grain.txt stamp\n    out: { stamp: ./stamp }\n    in: { grain: ./grain.txt }\n${copying("clean", "./grain.txt")}`,
  );
  await mill.run();
  await mill.run();
  mill.write("grain.txt", "oat\n");
  const { execFileSync } = await import("node:child_process");
  execFileSync("touch", ["-r", "stamp", "grain.txt"], { cwd: mill.folder });
  expect((await mill.outcomes()).clean).toBe("ran");
  expect(mill.read("clean.txt")).toBe("oat\n");
});
