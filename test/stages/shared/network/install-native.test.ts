import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../temporary-folder.ts";

const installer = join(import.meta.dirname, "../../../../stages/shared/network/install-native/install.mjs");

/** The set-up command in an empty project, with these programs and no others. */
function setUp({ options = [], programs = {} }: { options?: string[]; programs?: Readonly<Record<string, string>> }) {
  const project = temporaryFolder();
  const bin = join(project, "bin");
  mkdirSync(bin);
  symlinkSync("/bin/sh", join(bin, "sh"));
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const run = () => spawnSync(process.execPath, [installer, ...options], { cwd: project, env: { PATH: bin }, encoding: "utf8" });
  return { project, run };
}

const wheelName = "tensorflow_cpu-2.18.1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl";
const again =
  "python3 -m pip download --no-deps --only-binary :all: --python-version 3.11 --implementation cp --abi cp311 --abi none " +
  "--platform manylinux2014_x86_64 --platform manylinux_2_17_x86_64 tensorflow-cpu==2.18.1";
const here = process.platform === "linux" && process.arch === "x64";

test("an option that makes no sense is told, with the usage", () => {
  const { status, stderr } = setUp({ options: ["--cuda"] }).run();
  expect([status, stderr.split("\n").slice(0, 2)]).toEqual([
    2,
    ["error: --cuda goes with --gpu", "hint: npm run native -- [--gpu] [--cuda] [--wheel FILE]... [--project FOLDER]"],
  ]);
});

test.runIf(here)("a missing compiler or pip is told before anything is downloaded", () => {
  const without = [setUp({}), setUp({ programs: { "g++": "exit 0" } }), setUp({ programs: { "g++": "exit 0", python3: "exit 1" } })];
  expect(without.map(({ run }) => run()).map(({ status, stderr }) => [status, ...stderr.trim().split("\n")])).toEqual([
    [
      1,
      "error: a C++ compiler is needed: g++ is not installed",
      "hint: install g++ (Debian, Ubuntu: apt install g++; Fedora: dnf install gcc-c++)",
    ],
    ...["is not installed", "ended with exit code 1"].map((end) => [
      1,
      `error: pip is needed to download the wheel: python3 ${end}`,
      "hint: install it (Debian, Ubuntu: apt install python3-pip), or name wheels that are here with --wheel FILE",
    ]),
  ]);
});

test.runIf(here)("a wheel that is missing, damaged or another one is told with the line that brings the right one", () => {
  const { project, run } = setUp({ options: ["--wheel", wheelName] });
  const missing = run();
  writeFileSync(join(project, wheelName), "half a wheel");
  const damaged = run();
  const other = setUp({ options: ["--wheel", "tensorflow_cpu-2.12.0-cp311-cp311-manylinux2014_x86_64.whl"] }).run();
  const sums = {
    found: "66e66678b0d9a0642ac9185563c03aa6a3c07c5ac8ec632ef377dc84ed3f1283",
    right: "810c75d7149d2da0cb2092187817b0dcabb80728ca9f9cf3a61f3f42fadd1298",
  };
  expect([missing, damaged, other].map(({ stderr }) => stderr.trim().split("\n"))).toEqual([
    [`error: there is no file ${wheelName}`, `hint: download it with: ${again}`],
    [
      `error: ${wheelName} is damaged, or another wheel: its sha256 is ${sums.found} where it must be ${sums.right}`,
      `hint: download it with: ${again}`,
    ],
    [
      "error: tensorflow_cpu-2.12.0-cp311-cp311-manylinux2014_x86_64.whl is no wheel of tensorflow-cpu==2.18.1",
      `hint: download it with: ${again}`,
    ],
  ]);
});

test.runIf(here)("where npm fails nothing is left, and what was installed stays", () => {
  const { project, run } = setUp({ programs: { "g++": "exit 0", python3: "exit 0", npm: "echo no network >&2; exit 1" } });
  mkdirSync(join(project, "native/cpu"), { recursive: true });
  const { status, stderr } = run();
  const lines = stderr.trim().split("\n");
  expect([status, lines.slice(1)]).toEqual([
    1,
    [
      "no network",
      "error: npm could not fetch the packages: npm ended with exit code 1",
      "hint: what npm printed above says why; without a network, run this once on a machine that has one and copy npm's cache",
    ],
  ]);
  expect(readdirSync(join(project, "native"))).toEqual(["cpu"]);
});
