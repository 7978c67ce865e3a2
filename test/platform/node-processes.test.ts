import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findProgram } from "../../engine/platform/find-program.ts";
import { nodeProcesses } from "../../engine/platform/node-processes.ts";
import type { ProcessEnd, ProcessRequest } from "../../engine/platform/process.ts";

const path = process.env.PATH ?? "/usr/bin:/bin";
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "processes-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  readonly end: ProcessEnd;
  readonly lines: readonly string[];
  readonly messages: readonly string[];
}

async function runToEnd(request: Partial<ProcessRequest> & Pick<ProcessRequest, "argv">): Promise<Outcome> {
  const lines: string[] = [];
  const messages: string[] = [];
  const started = await nodeProcesses.start({
    cwd: folder,
    env: { PATH: path },
    onLine: (stream, line) => lines.push(`${stream}: ${line}`),
    ...request,
    ...(request.job !== undefined && { onMessage: (line: string) => messages.push(line) }),
  });
  started.release();
  return { end: await started.ended, lines, messages };
}

describe("a program", () => {
  test("gets its words unchanged, and neither a shell nor a channel of ours", async () => {
    const outcome = await runToEnd({
      argv: ["/bin/sh", "-c", 'for word in "$@"; do echo "<$word>"; done; ls /dev/fd/3 2>/dev/null', "sh", "two words", "$HOME", "", "*"],
    });
    expect(outcome.lines).toEqual(["stdout: <two words>", "stdout: <$HOME>", "stdout: <>", "stdout: <*>"]);
  });

  test("is found behind a folder of PATH that cannot be looked into", async () => {
    const barred = join(folder, "x".repeat(300));
    expect((await runToEnd({ argv: ["true"], env: { PATH: `${barred}:${path}` } })).end).toEqual({ kind: "exited", code: 0 });
    expect(findProgram({ program: "millstone", cwd: folder, path: barred })).toEqual({
      ok: false,
      failure: "there is no program named millstone on PATH",
    });
  });

  test("sees the environment it is given and nothing else", async () => {
    const outcome = await runToEnd({ argv: ["env"], env: { PATH: path, CULTIVAR: "barolo" } });
    // Some shells hand on the name of the program in `_`.
    const lines = outcome.lines.filter((line) => !line.startsWith("stdout: _=")).sort();
    expect(lines).toEqual(["stdout: CULTIVAR=barolo", `stdout: PATH=${path}`]);
  });

  test.each([
    ["exit 7", { kind: "exited", code: 7 }],
    ["kill -KILL $$", { kind: "signalled", signal: "SIGKILL" }],
    ["true", { kind: "exited", code: 0 }],
  ] as const)("ends as it ends: %s", async (command, end) => {
    expect((await runToEnd({ argv: ["/bin/sh", "-c", command] })).end).toEqual(end);
  });

  test("leads a group of its own", async () => {
    const lines: string[] = [];
    const started = await nodeProcesses.start({
      argv: ["/bin/sh", "-c", "ps -o pgid= -p $$"],
      cwd: folder,
      env: { PATH: path },
      onLine: (_stream, line) => lines.push(line.trim()),
    });
    started.release();
    await started.ended;
    expect(lines).toEqual([String(started.group)]);
  });
});

describe("a program that cannot be started", () => {
  test.each([
    ["nowhere-installed", "there is no program named nowhere-installed on PATH"],
    ["./missing.sh", "there is no program at ./missing.sh"],
    ["./plain.txt", "./plain.txt is not executable; chmod +x makes it so"],
    ["/", "/ is a folder, not a program"],
  ])("%s", async (program, message) => {
    writeFileSync(join(folder, "plain.txt"), "text\n");
    expect(await runToEnd({ argv: [program] })).toEqual({ end: { kind: "not-started", message }, lines: [], messages: [] });
  });

  test("without its working directory", async () => {
    const cwd = join(folder, "gone");
    const { end } = await runToEnd({ argv: ["true"], cwd });
    expect(end).toEqual({ kind: "not-started", message: `the working directory ${cwd} does not exist` });
  });

  test("with more words than the system takes", async () => {
    const { end } = await runToEnd({ argv: ["true", "x".repeat(4_000_000)] });
    expect(end).toEqual({ kind: "not-started", message: expect.stringContaining("E2BIG") });
  });
});

test("a held-back program does not run until released", async () => {
  const lines: string[] = [];
  const started = await nodeProcesses.start({
    argv: ["/bin/sh", "-c", "echo ran"],
    cwd: folder,
    env: { PATH: path },
    onLine: (_stream, line) => lines.push(line),
  });
  nodeProcesses.signalGroup(started.group, "SIGKILL");
  expect(await started.ended).toEqual({ kind: "signalled", signal: "SIGKILL" });
  expect(lines).toEqual([]);
});

test("a job arrives on descriptor 3 and messages come back on 4", async () => {
  const script = `
    let text = "";
    require("node:fs").createReadStream(null, { fd: 3 }).on("data", (chunk) => { text += chunk; }).on("end", () => {
      require("node:fs").writeSync(4, "got " + text.length + " " + text.slice(0, 5) + "\\n");
      console.log("told");
    });`;
  const job = `wine ${"x".repeat(1_000_000)}`;
  expect(await runToEnd({ argv: [process.execPath, "-e", script], job })).toEqual({
    end: { kind: "exited", code: 0 },
    lines: ["stdout: told"],
    messages: [`got ${job.length + 1} wine `],
  });
});

describe("start time", () => {
  test("is the same each time it is asked, and differs between processes", async () => {
    const started = await nodeProcesses.start({ argv: ["true"], cwd: folder, env: { PATH: path }, onLine: () => undefined });
    const ours = nodeProcesses.startTime(process.pid);
    expect(ours).toBe(nodeProcesses.startTime(process.pid));
    expect(nodeProcesses.startTime(started.group)).not.toBe(ours);
    expect(nodeProcesses.startTime(started.group)).toEqual(expect.any(String));
    started.release();
    await started.ended;
    expect(nodeProcesses.startTime(started.group)).toBeUndefined();
  });
});

test("signals never reach our own group or everyone", () => {
  expect([0, 1, -1, Number.NaN].map((group) => nodeProcesses.signalGroup(group, 0))).toEqual([false, false, false, false]);
});
