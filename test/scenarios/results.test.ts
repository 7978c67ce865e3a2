import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { copying, Mill } from "./mill.ts";

test("9 an output that is missing after a run is a failure, and nothing is recorded", async () => {
  const mill = new Mill({});
  mill.stages('  grind: { run: "true", out: { flour: ./flour.txt } }\n');
  const end = await mill.run();
  expect(end.code).toBe(1);
  expect(end.stderr).toContain("error[output-missing]");
  expect(mill.locked).toEqual([]);
});

test("10 lock and outputs are gone: all is restored, nothing runs, the lock is what it was", async () => {
  const mill = new Mill({ "grain.txt": "rye\n" });
  mill.stages(copying("clean", "./grain.txt") + copying("bake", "clean.copy"));
  await mill.run();
  const before = mill.lock;
  mill.remove("pipeline.lock.json", "clean.txt", "bake.txt");
  expect(await mill.outcomes()).toEqual({ clean: "restored", bake: "restored" });
  expect(mill.read("bake.txt")).toBe("rye\n");
  expect(mill.lock).toBe(before);
});

test("18 the first line of a command that fails ends it: what came before is done, what follows is not", async () => {
  const mill = new Mill({});
  mill.stages("  steps:\n    run: |\n      echo one > one.txt\n      false\n      echo three > three.txt\n");
  expect((await mill.run()).code).toBe(1);
  expect([mill.has("one.txt"), mill.has("three.txt")]).toEqual([true, false]);
});

test("33 an input that goes back to what it was: its result is restored, also without a lock", async () => {
  const mill = new Mill({ "grain.txt": "one\n" });
  mill.stages(copying("clean", "./grain.txt"));
  await mill.run();
  mill.write("grain.txt", "two\n");
  expect(await mill.outcomes()).toEqual({ clean: "ran" });
  mill.write("grain.txt", "one\n");
  mill.remove("pipeline.lock.json");
  expect(await mill.outcomes()).toEqual({ clean: "restored" });
  expect(mill.read("clean.txt")).toBe("one\n");
});

test("24 and 34 forced runs of a stage that is not deterministic: each result is another, told as such, and the newest is restored", async () => {
  const mill = new Mill({});
  mill.stages('  draw: { run: "head -c 16 /dev/urandom > d.txt", out: { d: ./d.txt } }\n');
  await mill.run();
  const seen = new Set([mill.read("d.txt")]);
  for (let round = 0; round < 3; round += 1) {
    const end = await mill.run("--force");
    expect(end.outcomes).toEqual({ draw: "ran" });
    expect(end.stderr).toContain("warning[not-reproduced]");
    seen.add(mill.read("d.txt"));
  }
  expect(seen.size).toBe(4);
  const newest = mill.read("d.txt");
  mill.remove("pipeline.lock.json", "d.txt");
  expect(await mill.outcomes()).toEqual({ draw: "restored" });
  expect(mill.read("d.txt")).toBe(newest);
});

test("35 `cache: false`: nothing is remembered of it", async () => {
  const mill = new Mill({ "grain.txt": "rye\n" });
  mill.stages(copying("clean", "./grain.txt", "    cache: false"));
  await mill.run();
  expect(await mill.outcomes()).toEqual({ clean: "fresh" });
  mill.remove("clean.txt");
  expect(await mill.outcomes()).toEqual({ clean: "ran" });
});

test("36 and M2 the same command on the same content in another folder runs there (≠)", async () => {
  const mill = new Mill({ "p/in.txt": "rye\n", "q/in.txt": "rye\n" });
  const stage = (folder: string): string =>
    `  grind:\n    run: cat in.txt > flour.txt\n    cwd: ./${folder}\n    in: { grain: ./${folder}/in.txt }\n    out: { flour: ./${folder}/flour.txt }\n`;
  mill.stages(stage("p"));
  await mill.run();
  mill.stages(stage("q"));
  expect(await mill.outcomes()).toEqual({ grind: "ran" });
  expect(mill.read("q/flour.txt")).toBe("rye\n");
});

test("46 and M24 an object whose bytes were changed is found, never yielded, and made again", async () => {
  const mill = new Mill({ "grain.txt": "rye\n" });
  mill.stages(copying("clean", "./grain.txt"));
  await mill.run();
  const objects = join(mill.folder, ".millrace/store/objects");
  const files = readdirSync(objects, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const { parentPath, name } of files) {
    const path = join(parentPath, name);
    chmodSync(path, 0o644);
    const bytes = readFileSync(path);
    if (bytes[0] !== undefined) bytes[0] ^= 1;
    writeFileSync(path, bytes);
    chmodSync(path, 0o444);
  }
  mill.remove("clean.txt");
  const end = await mill.run();
  expect(end.outcomes).toEqual({ clean: "ran" });
  expect(end.stderr).toContain("warning[object-corrupt]");
  expect(mill.read("clean.txt")).toBe("rye\n");
});

test("45 a lock with conflict markers: the records between them do not count, and it says so", async () => {
  const mill = new Mill({ "grain.txt": "rye\n" });
  mill.stages(copying("clean", "./grain.txt"));
  await mill.run();
  const before = mill.lock;
  const line = before.split("\n").find((text) => text.includes('"clean"')) ?? "";
  mill.write(
    "pipeline.lock.json",
    before.replace(line, `<<<<<<< ours\n${line}\n=======\n${line.replace(/"key":"./, '"key":"0')}\n>>>>>>> theirs`),
  );
  const end = await mill.run();
  expect(end.code).toBe(0);
  expect(end.stderr).toContain("warning[lock-conflict]: pipeline.lock.json: the record of stage clean does not count");
  expect(mill.read("clean.txt")).toBe("rye\n");
  expect(mill.lock).toBe(before);
});

test("30 outputs and store are gone: `status --check` still judges by the lock alone, and nothing has to run for it (≠ --allow-missing)", async () => {
  const mill = new Mill({ "grain.txt": "rye\n" });
  mill.stages(copying("clean", "./grain.txt") + copying("bake", "clean.copy"));
  await mill.run();
  mill.remove("clean.txt", "bake.txt", ".millrace");
  expect((await mill.say("status", "--check")).code).toBe(0);
  mill.write("grain.txt", "oat\n");
  expect((await mill.say("status", "--check")).code).toBe(4);
});
