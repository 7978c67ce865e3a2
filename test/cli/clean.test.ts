import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import { millrace } from "../millrace.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const pipeline = `name: letters
stages:
  write:
    run: printf 'b\\na\\n' > \${{ out.letters }}
    out: { letters: ./letters.txt }
  sort:
    run: sort < \${{ in.letters }} > \${{ out.sorted }}
    in: { letters: write.letters }
    out: { sorted: ./out/sort/sorted.txt }
`;

async function finishedProject(): Promise<string> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "millrace.config.yaml"), "");
  writeFileSync(join(folder, "pipeline.yaml"), pipeline);
  expect((await millrace(folder, "run")).code).toBe(0);
  return folder;
}

test("says what would be removed, and removes it; the run that follows restores it", async () => {
  const folder = await finishedProject();
  expect(await millrace(folder, "clean", "--dry-run")).toEqual({
    code: 0,
    stdout:
      "letters.txt          4 bytes  write\nout/sort/sorted.txt  4 bytes  sort\n\nwould remove 2 outputs, 8 bytes: millrace run restores them\n",
    stderr: "",
  });
  expect(await millrace(folder, "clean")).toEqual({
    code: 0,
    stdout: "removed 2 outputs, 8 bytes: millrace run restores them\n",
    stderr: "",
  });
  expect(existsSync(join(folder, "out"))).toBe(false);
  expect((await millrace(folder, "clean")).stdout).toBe("no output was removed\n");
  expect((await millrace(folder, "run")).stderr).toContain("letters: 2 restored");
});

test("names what it kept", async () => {
  const folder = await finishedProject();
  writeFileSync(join(folder, "letters.txt"), "by hand\n");
  expect((await millrace(folder, "clean", "write")).stdout).toBe(
    "kept  letters.txt: edited by hand, and in no store (--force removes it too)\n\nno output was removed\n",
  );
  const { removed, kept } = JSON.parse((await millrace(folder, "clean", "--json", "--force")).stdout).outputs;
  expect([removed.length, kept.length]).toEqual([2, 0]);
});

test("cleans logs, caches and displaced outputs of the project when asked, and then no outputs", async () => {
  const folder = await finishedProject();
  writeFileSync(join(folder, "letters.txt"), "by hand\n");
  await millrace(folder, "run", "--force");
  expect(readdirSync(join(folder, ".millrace/runs"))).toHaveLength(2);
  expect((await millrace(folder, "clean", "--logs", "1", "--state", "--displaced")).stdout.replaceAll(/[\d.]+ (kB|bytes)/g, "SIZE")).toBe(
    "removed the log of 1 run, SIZE\nremoved caches, SIZE\nremoved what was displaced in 1 run, SIZE\n",
  );
  expect(readdirSync(join(folder, ".millrace/runs"))).toHaveLength(1);
  expect(existsSync(join(folder, ".millrace/displaced"))).toBe(false);
  const caches = ["stats.bin", "source", "kinds", "runs.jsonl"];
  expect(readdirSync(join(folder, ".millrace/state")).filter((name) => caches.includes(name))).toEqual([]);
  expect(existsSync(join(folder, ".millrace/state/ledger.jsonl"))).toBe(true);
  expect(existsSync(join(folder, "letters.txt"))).toBe(true);
  expect((await millrace(folder, "run")).stderr).toContain("nothing to do, 2 stages fresh");
  const refused = await millrace(folder, "clean", "--logs", "1", ".", "write");
  expect([refused.code, refused.stderr.split("\n")[0]]).toEqual([2, "error[option-value]: --logs, --state and --displaced take no stages"]);
});

test("does not work beside a run", async () => {
  const folder = await finishedProject();
  const { processes } = nodePlatform();
  const owner = { pid: process.pid, startTime: processes.startTime(process.pid), host: hostname(), since: Date.now() };
  mkdirSync(join(folder, ".millrace/lock"), { recursive: true });
  writeFileSync(join(folder, ".millrace/lock/1000"), `${JSON.stringify(owner)}\n`);
  const refused = await millrace(folder, "clean", "--no-wait");
  expect([refused.code, refused.stdout, refused.stderr.split(":")[0]]).toEqual([5, "", "error[project-locked]"]);
  expect(existsSync(join(folder, "letters.txt"))).toBe(true);
  expect((await millrace(folder, "clean", "--dry-run", "--no-wait")).code).toBe(0);
});
