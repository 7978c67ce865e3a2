import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundle } from "../run/support/bundle.ts";

let program: Awaited<ReturnType<typeof bundle>>;
beforeAll(async () => {
  program = await bundle("test/platform/speak.ts");
});
afterAll(() => program.remove());

const speak = (command: string, env: Record<string, string> = {}) =>
  spawnSync("/bin/sh", ["-c", command, "sh", process.execPath, program.file], {
    encoding: "utf8",
    env: { PATH: process.env.PATH, ...env },
    maxBuffer: 64 * 1024 * 1024,
  });

test("data and narration go apart, whole, also where the process ends right after", () => {
  const { stdout, stderr, status } = speak('"$@" 5000000');
  expect({ data: stdout.length, narration: stderr, status }).toEqual({
    data: 5_000_001,
    narration: '{"interactive":false,"columns":80,"colour":false}\n',
    status: 0,
  });
});

test("a reader that goes away is no failure", () => {
  const { stdout, stderr, status } = speak('{ "$@" 5000000; echo "ended with $?" >&2; } | head -c 3');
  expect({ stdout, stderr, status }).toEqual({
    stdout: "xxx",
    stderr: '{"interactive":false,"columns":80,"colour":false}\nended with 0\n',
    status: 0,
  });
});

test.each([
  [{ FORCE_COLOR: "1" }, true],
  [{ FORCE_COLOR: "0" }, false],
  [{ FORCE_COLOR: "1", NO_COLOR: "1" }, false],
])("colour is as the environment wants it: %j", (env, colour) => {
  expect(JSON.parse(speak('"$@" 0', env).stderr)).toEqual({ interactive: false, columns: 80, colour });
});
