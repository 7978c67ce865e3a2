import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Diagnostic } from "../../../engine/diagnostics/diagnostic.ts";
import { digestOf } from "../../../engine/key/digest.ts";
import { asProjectPath } from "../../../engine/platform/identity.ts";
import { Workplace } from "../support/workplace.ts";

let place = new Workplace();
beforeEach(() => {
  place = new Workplace({ variables: { API_TOKEN: "s3cret-(token)", UNDECLARED: "seen by nobody" } });
});
afterEach(() => place.close());

const machine = digestOf(hostname()).slice(0, 6);

const where = {
  file: "pipeline.yaml",
  line: 3,
  column: 3,
  frame: expect.stringContaining("train:"),
};

describe("the environment of a command", () => {
  test("holds what is declared, a few things that programs need, and nothing else", async () => {
    const { lines } = await place.attempt({
      does: { command: ["env"] },
      env: { CULTIVAR: "barolo" },
      passEnv: ["API_TOKEN", "NOT_SET"],
    });
    const names = lines.map((line) => line.replace(/^stdout: ([A-Z_]+)=.*/, "$1")).filter((name) => name !== "_");
    expect(names.sort()).toEqual([
      "API_TOKEN",
      "CULTIVAR",
      "HOME",
      "LC_ALL",
      "MILLRACE_INPUTS",
      "MILLRACE_OUTPUTS",
      "MILLRACE_WITH",
      "PATH",
      "TMPDIR",
      "TZ",
    ]);
    expect(lines).toEqual(expect.arrayContaining(["stdout: LC_ALL=C.UTF-8", "stdout: TZ=UTC", "stdout: CULTIVAR=barolo"]));
  });

  test("has a temporary folder that is its own, writable, and gone afterwards", async () => {
    const { lines } = await place.attempt({
      does: { command: 'mkdir "$TMPDIR/locked" && touch "$TMPDIR/locked/x" && chmod 500 "$TMPDIR/locked" && echo "$TMPDIR"' },
    });
    const folder = lines[0]?.replace("stdout: ", "") ?? "";
    expect(folder.startsWith(join(place.root, ".millrace", "tmp"))).toBe(true);
    expect(existsSync(folder)).toBe(false);
    expect(readdirSync(join(place.root, ".millrace", "tmp"))).toEqual([]);
  });

  test("has nothing left of engines that were killed, and leaves alone what is another machine's", async () => {
    const other = new Workplace();
    const names = { dead: `${machine}-${2 ** 30}-1`, living: `${machine}-${process.ppid}-1`, elsewhere: `000000-${2 ** 30}-1` };
    for (const name of Object.values(names)) mkdirSync(join(other.root, ".millrace", "tmp", name, "deep"), { recursive: true });
    await other.attempt({ does: { command: "true" } });
    expect(readdirSync(join(other.root, ".millrace", "tmp")).sort()).toEqual([names.elsewhere, names.living].sort());
    await other.close();
  });

  test("names files with all that the stage is told, by paths relative to its folder", async () => {
    mkdirSync(join(place.root, "src"));
    const { lines } = await place.attempt({
      does: { command: 'cat "$MILLRACE_WITH" "$MILLRACE_INPUTS" "$MILLRACE_OUTPUTS"; pwd', cwd: asProjectPath("src") },
      with: {
        map: {
          rate: { tag: "float", text: "1e-5" },
          epochs: { tag: "int", text: "0x10" },
          layers: {
            list: [
              { tag: "str", text: "10" },
              { tag: "null", text: "~" },
              { tag: "bool", text: "True" },
            ],
          },
        },
      },
      inputs: { table: "data/wine.csv", parts: ["src/one.csv"] },
      outputs: { model: "out/train/model" },
    });
    const text = lines.map((line) => line.replace("stdout: ", ""));
    expect(text.pop()).toBe(join(place.root, "src"));
    expect(JSON.parse(`[${text.join("").replaceAll("}{", "},{")}]`)).toEqual([
      { rate: 0.00001, epochs: 16, layers: ["10", null, true] },
      { table: "../data/wine.csv", parts: ["one.csv"] },
      { model: "../out/train/model" },
    ]);
  });
});

test("a command is not shown the order in which settings and ports are written, which is in no key", async () => {
  const seen = async (turned: boolean): Promise<readonly string[]> => {
    const order = <Value>(record: Readonly<Record<string, Value>>): Record<string, Value> =>
      Object.fromEntries(turned ? Object.entries(record).reverse() : Object.entries(record));
    const { lines } = await place.attempt({
      does: { command: 'cat "$MILLRACE_WITH" "$MILLRACE_INPUTS" "$MILLRACE_OUTPUTS"' },
      with: { map: order({ epochs: { tag: "int", text: "5" }, optimizer: { map: order({ name: str("adam"), decay: str("none") }) } }) },
      inputs: order({ table: "wine.csv", code: "train.py" }),
      outputs: order({ model: "out/model", history: "out/history.csv" }),
    });
    return lines;
  };
  expect(await seen(false)).toEqual(await seen(true));
});

const str = (text: string) => ({ tag: "str", text }) as const;

describe("the output of a command", () => {
  test("reaches listeners and the log, and secrets reach neither", async () => {
    const { lines } = await place.attempt({
      does: { command: 'echo "token $API_TOKEN."; echo "again $API_TOKEN" >&2' },
      passEnv: ["API_TOKEN"],
    });
    expect([...lines].sort()).toEqual(["stderr: again ***", "stdout: token ***."]);
    const log = readFileSync(join(place.root, ".millrace", "logs", "r1", "train.log"), "utf8");
    expect(log.split("\n").sort()).toEqual(["", "again ***", "token ***."]);
  });

  test("of a second attempt follows that of the first", async () => {
    await place.attempt({ does: { command: "echo one" } });
    await place.attempt({ does: { command: "echo two" } }, { attempt: 2 });
    expect(readFileSync(join(place.root, ".millrace", "logs", "r1", "train.log"), "utf8")).toBe("one\n--- attempt 2 ---\ntwo\n");
  });

  test("is whole, however much it is", async () => {
    const { lines } = await place.attempt({ does: { command: "seq 1 200000" } });
    expect(lines.length).toBe(200_000);
    expect(lines.at(-1)).toBe("stdout: 200000");
    expect(readFileSync(join(place.root, ".millrace", "logs", "r1", "train.log"), "utf8").length).toBe(1_288_895);
  });

  test("that cannot be logged is a warning, and the stage succeeds", async () => {
    mkdirSync(join(place.root, ".millrace", "logs", "r1", "train.log"), { recursive: true });
    const { result } = await place.attempt({ does: { command: "echo heard" } });
    expect(result).toEqual({
      kind: "succeeded",
      warnings: [
        {
          code: "disk-failed",
          severity: "warning",
          message: "the log of train could not be written",
          why: expect.stringContaining("EISDIR"),
        },
      ],
    });
  });
});

describe("the end of a command", () => {
  test.each([
    ["a string stops at the first command that fails", { command: "false; echo on" }, 1],
    ["sh does not look into pipes", { command: "false | true" }, 0],
    ["bash does", { command: "false | true", shell: "bash" }, 1],
    ["a list is a program and its words", { command: ["sh", "-c", 'exit "$1"', "sh", "7"] }, 7],
  ] as const)("%s", async (_case, does, exitCode) => {
    const { result, lines } = await place.attempt({ does });
    expect(lines).toEqual([]);
    expect(result).toMatchObject(exitCode === 0 ? { kind: "succeeded" } : { kind: "failed", exitCode });
  });

  test("in failure quotes the last of stderr", async () => {
    const { result } = await place.attempt({
      does: { command: 'echo shown; seq 1 30 >&2; echo "no column $API_TOKEN" >&2; exit 3' },
      passEnv: ["API_TOKEN"],
    });
    const last = [...Array.from({ length: 19 }, (_, index) => String(index + 12)), "no column ***"].join("\n");
    const diagnostic: Diagnostic = {
      code: "command-failed",
      severity: "error",
      message: "the command of stage train ended with exit code 3",
      place: where,
      why: last,
    };
    expect(result).toEqual({ kind: "failed", exitCode: 3, diagnostic, warnings: [] });
  });

  test("by a signal is no exit code, and a hint says what it may mean", async () => {
    const { result } = await place.attempt({ does: { command: "kill -KILL $$" } });
    expect(result).toEqual({
      kind: "failed",
      memory: "system",
      diagnostic: {
        code: "command-failed",
        severity: "error",
        message: "the command of stage train was ended by SIGKILL",
        place: where,
        hint: "when memory runs out, the system ends the largest process with SIGKILL",
      },
      warnings: [],
    });
  });

  test("before its start says why", async () => {
    const { result } = await place.attempt({ does: { command: ["trane-model"] } });
    expect(result).toEqual({
      kind: "failed",
      diagnostic: {
        code: "command-failed",
        severity: "error",
        message: "the command of stage train could not be started",
        place: where,
        why: "there is no program named trane-model on PATH",
      },
      warnings: [],
    });
  });

  test("with something left in the background ends that too, and says so", async () => {
    const { result, lines } = await place.attempt({ does: { command: 'sleep 600 & echo "$!"' } });
    const left = Number(lines[0]?.replace("stdout: ", ""));
    expect(place.executor.platform.processes.startTime(left)).toBeUndefined();
    expect(result).toMatchObject({ kind: "succeeded", warnings: [{ code: "processes-left", severity: "warning", place: where }] });
  });

  test("is not held up by a daemon that left the group and keeps the pipes", async () => {
    const { result, lines } = await place.attempt({ does: { command: [process.execPath, "-e", daemon] } });
    const left = Number(lines[0]?.replace("stdout: ", ""));
    expect(result).toEqual({ kind: "succeeded", warnings: [] });
    process.kill(left, "SIGKILL");
  });
});

const daemon = `
  const child = require("node:child_process").spawn("sleep", ["600"], { detached: true, stdio: "inherit" });
  child.unref();
  console.log(child.pid);
`;
