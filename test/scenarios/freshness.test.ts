import { mkdirSync, readFileSync, renameSync, rmdirSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import { runPipeline } from "../property/engine.ts";
import { copying, Mill } from "./mill.ts";

/** A stage that tells all that is in a folder. */
const listing = (folder: string): string =>
  `  list:\n    run: cd \${{ in.folder }} && find . | LC_ALL=C sort > "$OLDPWD/list.txt"\n    in: { folder: ${folder} }\n    out: { list: ./list.txt }\n    undeclared: allow\n`;

test("an input that is a link: other content behind it, and another target, are seen", async () => {
  const mill = new Mill({ "a.txt": "one\n", "b.txt": "two\n" });
  symlinkSync("a.txt", join(mill.folder, "grain.txt"));
  mill.stages(copying("clean", "./grain.txt"));
  await mill.run();
  mill.write("a.txt", "six\n");
  expect(await mill.outcomes()).toEqual({ clean: "ran" });
  mill.remove("grain.txt");
  symlinkSync("b.txt", join(mill.folder, "grain.txt"));
  expect(await mill.outcomes()).toEqual({ clean: "ran" });
  expect(mill.read("clean.txt")).toBe("two\n");
});

test("an empty subfolder, and a name that differs only in its normalisation, are seen", async () => {
  const mill = new Mill({ "data/caf\u00e9.txt": "1\n" });
  mill.stages(listing("./data"));
  await mill.run();
  mkdirSync(join(mill.folder, "data/empty"));
  expect(await mill.outcomes()).toEqual({ list: "ran" });
  expect(mill.read("list.txt")).toContain("./empty\n");
  rmdirSync(join(mill.folder, "data/empty"));
  expect(await mill.outcomes()).toEqual({ list: "restored" });
  expect(mill.read("list.txt")).not.toContain("./empty\n");
  renameSync(join(mill.folder, "data/caf\u00e9.txt"), join(mill.folder, "data/cafe\u0301.txt"));
  expect(await mill.outcomes()).toEqual({ list: "ran" });
});

const day = 24 * 3600 * 1000;

test.each([
  ["set back a day", -day],
  ["set forward a day", day],
])("a clock that is %s between the runs hides no edit, whatever time the file says", async (_how, shift) => {
  const mill = new Mill({ "grain.txt": "rye 0\n" });
  mill.stages(copying("clean", "./grain.txt"));
  const path = join(mill.folder, "grain.txt");
  const machine = nodePlatform();
  const run = async (by: number) => {
    const platform = { ...machine, clock: { ...machine.clock, now: () => machine.clock.now() + by } };
    expect((await runPipeline({ folder: mill.folder, executions: join(mill.folder, "executions"), platform })).exitCode).toBe(0);
    return readFileSync(join(mill.folder, "clean.txt"), "utf8");
  };
  await run(0);
  for (const [edit, by] of [0, shift, 0, shift, shift].entries()) {
    const { atime, mtime } = statSync(path);
    writeFileSync(path, `rye ${edit + 1}\n`);
    // As it was, a day before and a day after.
    utimesSync(path, atime, new Date(mtime.getTime() + [0, -day, day][edit % 3]! * (edit % 2)));
    expect(await run(by)).toBe(`rye ${edit + 1}\n`);
    expect(await run(0)).toBe(`rye ${edit + 1}\n`);
  }
});
