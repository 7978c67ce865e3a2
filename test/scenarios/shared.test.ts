import { expect, test } from "vitest";
import { copying, Mill } from "./mill.ts";

/** Two checkouts of one project that share a folder as their remote, which the first may write to. */
function checkouts(stages: string): readonly [Mill, Mill] {
  const files = { "grain.txt": "one\n", "pipeline.yaml": `stages:\n${stages}` };
  const mine = new Mill(files);
  const theirs = new Mill(files);
  for (const mill of [mine, theirs]) mill.write("millrace.config.yaml", `remotes: { team: ${mine.folder}-remote }\n`);
  mine.write(".millrace/config.yaml", `remotes: { team: { url: ${mine.folder}-remote, trust: write } }\n`);
  return [mine, theirs];
}

test("32 pull: what another machine has made is fetched; what is in no remote runs instead", async () => {
  const [mine, theirs] = checkouts(copying("clean", "./grain.txt") + copying("bake", "clean.copy"));
  await mine.run();
  const pushed = await mine.say("push");
  expect(pushed.code, pushed.stderr).toBe(0);
  theirs.write("pipeline.lock.json", mine.lock);
  const fetched = await theirs.run("--pull");
  expect(fetched.code, fetched.stderr).toBe(0);
  expect(fetched.outcomes).toEqual({ clean: "restored", bake: "restored" });
  expect(theirs.read("bake.txt")).toBe("one\n");
  theirs.write("grain.txt", "two\n");
  expect(await theirs.outcomes("--pull")).toEqual({ clean: "ran", bake: "ran" });
});

test("31 what is before it has run anew and its bytes are in the remote alone: what is behind it runs, on those", async () => {
  const [mine, theirs] = checkouts(copying("clean", "./grain.txt") + copying("bake", "clean.copy"));
  await mine.run();
  theirs.write("pipeline.lock.json", mine.lock);
  mine.write("grain.txt", "two\n");
  await mine.run("clean");
  await mine.say("push");
  theirs.write("grain.txt", "two\n");
  theirs.write("pipeline.lock.json", mine.lock);
  const end = await theirs.run("--pull");
  expect(end.outcomes).toEqual({ clean: "restored", bake: "ran" });
  expect(theirs.read("bake.txt")).toBe("two\n");
});
