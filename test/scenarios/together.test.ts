import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { signalGroup } from "../../engine/platform/process-group.ts";
import { copying, Mill } from "./mill.ts";

const program = fileURLToPath(new URL("../../dist/millrace.js", import.meta.url));

/** Resolves once a file is there. */
async function appears(folder: string, name: string): Promise<void> {
  const watcher = watch(folder);
  try {
    while (!existsSync(join(folder, name))) await once(watcher, "change");
  } finally {
    watcher.close();
  }
}

/** A stage that says that it is at work, and waits for a word. */
const waiting = (command: string): string => `    run: |
      echo $$ > group.tmp; mv group.tmp started
      until [ -e go ]; do sleep 0.05; done
      ${command}
`;

test("41 and M3 an input that is edited while its stage runs: the result is not trusted, and the next run is of the new content", async () => {
  const mill = new Mill({ "grain.txt": "one\n" });
  mill.stages(
    `  clean:\n${waiting("cat grain.txt > clean.txt")}    in: { grain: ./grain.txt }\n    out: { clean: ./clean.txt }\n    undeclared: allow\n`,
  );
  const running = mill.run();
  await appears(mill.folder, "started");
  mill.write("grain.txt", "two\n");
  mill.write("go", "");
  const end = await running;
  expect(end.code).toBe(1);
  expect(end.stderr).toContain("error[input-changed-while-running]");
  expect(mill.locked).toEqual([]);
  expect(await mill.outcomes()).toEqual({ clean: "ran" });
  expect(mill.read("clean.txt")).toBe("two\n");
});

test("42 and M11 the engine is killed: its stage ends too, and the next run takes up what was done", async () => {
  const mill = new Mill({ "grain.txt": "rye\n" });
  mill.stages(
    `${copying("first", "./grain.txt")}  slow:\n${waiting("cp first.txt slow.txt")}    in: { first: first.copy }\n    out: { slow: ./slow.txt }\n    undeclared: allow\n`,
  );
  const child = spawn(process.execPath, [program, "run"], { cwd: mill.folder, stdio: "ignore" });
  await appears(mill.folder, "started");
  const group = Number(readFileSync(join(mill.folder, "started"), "utf8"));
  expect(signalGroup(group, 0)).toBe(true);
  child.kill("SIGKILL");
  await once(child, "exit");
  mill.write("go", "");
  // It waits for the watchdog of the dead engine, which ends what that has left.
  const next = await mill.run();
  expect(next.code, next.stderr).toBe(0);
  expect(next.outcomes.slow).toBe("ran");
  expect(["fresh", "restored"]).toContain(next.outcomes.first);
  expect(signalGroup(group, 0)).toBe(false);
});

test("43 two engines in one project: each stage runs once, both end well, all is in the lock; 44 and M12 `status` answers meanwhile", async () => {
  const mill = new Mill({ "grain.txt": "rye\n" });
  mill.stages(
    `  slow:\n${waiting("echo slow >> runs.log; cp grain.txt slow.txt")}    in: { grain: ./grain.txt }\n    out: { slow: ./slow.txt }\n    undeclared: allow\n${copying("beside", "./grain.txt")}`,
  );
  const first = mill.run("slow");
  await appears(mill.folder, "started");
  const second = mill.run();
  const status = await mill.say("status", "--json");
  expect(status.code).toBe(0);
  expect(JSON.parse(status.stdout).stages).toHaveLength(2);
  expect((await mill.say("run", "--no-wait")).code).toBe(5);
  writeFileSync(join(mill.folder, "go"), "");
  const ends = await Promise.all([first, second]);
  expect(ends.map(({ code }) => code)).toEqual([0, 0]);
  expect(mill.read("runs.log")).toBe("slow\n");
  expect([...mill.locked].sort()).toEqual(["beside", "slow"]);
});
