import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandEnd, millrace, millraceRun } from "../millrace.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const program = fileURLToPath(new URL("../../dist/millrace.js", import.meta.url));

function found(name: string): string | undefined {
  return process.env.PATH?.split(":")
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path) && statSync(path).isFile());
}

/** The interpreter itself: what PATH has may be a script that needs more programs. */
function realPython(): string | undefined {
  try {
    return execFileSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}

const python = realPython();
const strace = worksHere() ? found("strace") : undefined;

function worksHere(): boolean {
  try {
    execFileSync("strace", ["-qq", "-o", "/dev/null", "true"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Programs that a folder of their own is the whole PATH of. */
let bare: string;
let withStrace: string;
const root = mkdtempSync(join(tmpdir(), "millrace-test-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeAll(() => {
  const tools = ["sh", "cat", "env", "node", "wc", "mkdir", "rm", "sleep"].map((name) => [name, found(name)] as const);
  const make = (extra: readonly (readonly [string, string | undefined])[]): string => {
    const folder = join(root, `programs-${extra.length}`);
    mkdirSync(folder);
    for (const [name, path] of [...tools, ["python3", python] as const, ...extra])
      if (path !== undefined) symlinkSync(path, join(folder, name));
    return folder;
  };
  bare = make([]);
  withStrace = make([["strace", strace]]);
});

function onPath(path: string, folder: string, ...words: readonly string[]): Promise<CommandEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...words], {
      cwd: folder,
      env: { PATH: path, HOME: process.env.HOME },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const text = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].on("data", (chunk) => {
        text[stream] += chunk;
      });
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...text }));
  });
}

function project(files: Readonly<Record<string, string>>): string {
  const folder = join(temporaryFolder(), "wine");
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const pythonProject = {
  "train.py": `import argparse, json, os
from lib.mean import mean
options = argparse.ArgumentParser()
options.add_argument("--epochs", type=int)
options.add_argument("--rate", type=float)
given = options.parse_args()
values = [float(line) for line in open("data/alcohol values.csv")]
values += [float(open(os.path.join("data/bottles", name)).read()) for name in sorted(os.listdir("data/bottles"))]
if os.path.exists("absent.yaml"):
    raise SystemExit("not asked for")
with open("model.tmp", "w") as file:
    file.write(str(mean(values) * given.epochs))
os.rename("model.tmp", "model.txt")
os.makedirs("plots/curves", exist_ok=False)
open("plots/curves/loss.svg", "w").write("<svg/>")
json.dump({"mean": mean(values), "loss": {"train": 0.5}}, open("metrics.json", "w"))
open(os.environ["TMPDIR"] + "/scratch.txt", "w").write("nobody's output")
print("trained", given.epochs)
`,
  "lib/__init__.py": "",
  "lib/mean.py": "def mean(values):\n    return sum(values) / len(values)\n",
  "data/alcohol values.csv": "13.2\n14.1\n",
  "data/bottles/1.txt": "12.5\n",
  "data/bottles/2.txt": "13\n",
  "unread.csv": "1\n",
};

const pythonPipeline = `name: wine

params:
  epochs: 5
  rate: 1e-3

stages:
  train:
    run: python3 train.py --epochs \${{ params.epochs }} --rate=\${{ params.rate }}
    in:
      code: [./train.py, ./lib/__init__.py, ./lib/mean.py]
      alcohol_values: "./data/alcohol values.csv"
      bottles: ./data/bottles
    out: { metrics: { path: ./metrics.json, type: metrics }, model: ./model.txt, plots: ./plots/ }
    tools: [python3 --version]
`;

const nodeProject = {
  "fit.mjs": `import fs, { readFileSync, createReadStream, writeFileSync } from "node:fs";
import { readFile, writeFile, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { mean } from "./lib/mean.mjs";
const { offset } = createRequire(import.meta.url)("./lib/offset.cjs");
const rows = readFileSync("data/alcohol.csv", "utf8").trim().split("\\n").map(Number);
const config = JSON.parse(await readFile(new URL("config.json", import.meta.url), "utf8"));
for await (const chunk of createReadStream("data/notes file.txt")) chunk.length;
for (const name of fs.readdirSync("data/bottles")) rows.push(Number(fs.readFileSync("data/bottles/" + name, "utf8")));
try { readFileSync("absent.csv"); } catch {}
writeFileSync("model.json", JSON.stringify({ mean: mean(rows) + offset + config.bias }));
await mkdir("plots/curves", { recursive: true });
await writeFile("plots/curves/loss.svg", "<svg/>");
`,
  "lib/mean.mjs": "export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;\n",
  "lib/offset.cjs": "exports.offset = 1;\n",
  "config.json": '{ "bias": 2 }\n',
  "data/alcohol.csv": "13.2\n14.1\n",
  "data/notes file.txt": "dry\n",
  "data/bottles/1.txt": "12.5\n",
  "data/bottles/2.txt": "13\n",
};

const nodePipeline = `name: wine

stages:
  fit:
    run: node fit.mjs
    in:
      code: [./fit.mjs, ./lib/mean.mjs, ./lib/offset.cjs]
      config: ./config.json
      alcohol: ./data/alcohol.csv
      bottles: ./data/bottles
      notes_file: "./data/notes file.txt"
    out: { model: { path: ./model.json, type: metrics }, plots: ./plots/ }
    tools: [node --version]
`;

/** It compiles, runs, and is fresh; then a change of each of its inputs is seen. */
async function holds(folder: string, inputs: readonly string[], { outcome }: { readonly outcome: "ran" | "restored" }): Promise<void> {
  const first = await millraceRun(folder);
  expect(first.code, first.stderr + first.stdout).toBe(0);
  expect(Object.values(first.outcomes)).toContain(outcome);
  expect(new Set(Object.values((await millraceRun(folder)).outcomes))).toEqual(new Set(["fresh"]));
  expect((await millrace(folder, "status", "--check")).code).toBe(0);
  for (const input of inputs) {
    const text = readFileSync(join(folder, input), "utf8");
    writeFileSync(join(folder, input), `${text}\n`);
    expect((await millrace(folder, "status", "--check")).code, input).toBe(4);
    writeFileSync(join(folder, input), text);
  }
}

const ways = [
  ["strace", () => withStrace, strace !== undefined],
  ["hooks", () => bare, true],
] as const;

describe.each(ways)("followed by %s", (way, path, isHere) => {
  // What strace saw is all that there was: the first run takes the result that is there.
  const first = { outcome: way === "strace" ? "restored" : "ran" } as const;

  test.skipIf(!isHere || python === undefined)(
    "a Python script: modules, names with spaces, a folder that it lists, a folder that it makes",
    async () => {
      const folder = project(pythonProject);
      const end = await onPath(path(), folder, "init", "--from-script", "python3 train.py --epochs 5 --rate=1e-3");
      expect(end.code, end.stderr).toBe(0);
      expect(end.stderr).toContain(
        way === "strace" ? "followed by strace\n  | trained 5\n" : "followed by Python's audit hook\n  | trained 5\n",
      );
      expect(end.stderr).not.toContain("rror in sitecustomize");
      expect(readFileSync(join(folder, "pipeline.yaml"), "utf8")).toBe(pythonPipeline);
      expect(readFileSync(join(folder, ".gitignore"), "utf8")).toBe(
        "# Made by the pipeline. out/ and .millrace/ ignore themselves.\n/metrics.json\n/model.txt\n/plots/\n__pycache__/\n",
      );
      await holds(folder, ["train.py", "lib/mean.py", "data/alcohol values.csv", "data/bottles/2.txt"], first);
    },
  );

  test.skipIf(!isHere)("a Node script: modules of both kinds, promises, streams, a folder that it lists", async () => {
    const folder = project(nodeProject);
    const end = await onPath(path(), folder, "init", "--from-script", "fit.mjs");
    expect(end.code, end.stderr).toBe(0);
    expect(readFileSync(join(folder, "pipeline.yaml"), "utf8")).toBe(nodePipeline);
    await holds(folder, ["fit.mjs", "lib/offset.cjs", "config.json", "data/bottles/1.txt"], first);
  });
});

const shellProject = {
  "count bottles.sh": `cd data
for file in *.txt; do cat "$file"; done | wc -l > ../count.txt
( cd bottles && cat first.csv >> ../../first.txt )
cat ../count.txt > ../count-again.txt
rm -f ../absent.txt
`,
  "data/a.txt": "1\n",
  "data/b.txt": "2\n",
  "data/bottles/first.csv": "3\n",
};

test.skipIf(strace === undefined)(
  "a shell script with subshells, followed by strace; what it writes and then reads is an output",
  async () => {
    const folder = project(shellProject);
    const end = await onPath(withStrace, folder, "init", "--from-script", "count bottles.sh", "--name", "bottles");
    expect(end.code, end.stderr).toBe(0);
    expect(readFileSync(join(folder, "pipeline.yaml"), "utf8")).toBe(`name: bottles

stages:
  count-bottles:
    run: sh 'count bottles.sh'
    in: { code: "./count bottles.sh", data: ./data }
    out: { count_again: ./count-again.txt, count: ./count.txt, first: ./first.txt }
`);
    await holds(folder, ["count bottles.sh", "data/b.txt", "data/bottles/first.csv"], { outcome: "restored" });
  },
);

test("without strace, a shell script cannot be followed: it says so, and what to install", async () => {
  const folder = project(shellProject);
  const end = await onPath(bare, folder, "init", "--from-script", "count bottles.sh");
  expect(end).toEqual({
    code: 2,
    stdout: "",
    stderr: [
      "error[trace-unavailable]: nothing here can see which files `sh 'count bottles.sh'` reads",
      "  why: strace is not installed; without it, only Python and Node programs can be",
      "       followed",
      "  hint: on Linux, install strace (`apt install strace`, `dnf install strace`)",
      "        and begin again; or begin with `millrace init --template command` and",
      "        write the stage by hand",
      "",
    ].join("\n"),
  });
  expect(readdirSync(folder).sort()).toEqual(["count bottles.sh", "data"]);
});

test("a script that fails: its output, its exit code, nothing written", async () => {
  const folder = project({
    "train.mjs": 'import { writeSync } from "node:fs";\nwriteSync(2, "no such column: alcohol\\n");\nprocess.exit(3);\n',
  });
  const end = await millrace(folder, "init", "--from-script", "train.mjs");
  expect([end.code, end.stdout]).toEqual([1, ""]);
  expect(end.stderr).toContain("  | no such column: alcohol\n");
  expect(end.stderr).toContain("error[command-failed]: the command ended with exit code 3; nothing was written");
  expect(readdirSync(folder)).toEqual(["train.mjs"]);
});

test("a script that writes to what it has read is refused, with each of these files", async () => {
  const folder = project({
    "clean.mjs": `import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
writeFileSync("wine.csv", readFileSync("wine.csv", "utf8").trim());
appendFileSync("runs.log", "one more\\n");
writeFileSync("result.txt", "from an earlier run, written anew\\n");
`,
    "wine.csv": "13.2\n",
    "runs.log": "one\n",
    "result.txt": "old\n",
  });
  const end = await millrace(folder, "init", "--from-script", "clean.mjs");
  expect(end.code).toBe(2);
  expect(end.stderr.match(/error\[script-changes-input\].*/g)).toEqual([
    "error[script-changes-input]: the script reads runs.log, and then writes to it or removes it",
    "error[script-changes-input]: the script reads wine.csv, and then writes to it or removes it",
  ]);
  expect(existsSync(join(folder, "pipeline.yaml"))).toBe(false);
});

test.skipIf(strace === undefined)("what lay there before is no result: the first run makes it anew", async () => {
  const folder = project({ "count.sh": "wc -l < wine.csv > count.txt\n", "wine.csv": "1\n2\n", "count.txt": "of an earlier day\n" });
  const end = await onPath(withStrace, folder, "init", "--from-script", "count.sh");
  expect(end.stderr).toContain("  - what it wrote just now stays until the first `millrace run` makes it anew");
  await holds(folder, ["wine.csv"], { outcome: "ran" });
});

test.skipIf(strace === undefined)("an input that changes while the command runs leaves no result behind", async () => {
  const folder = project({
    "count.sh": "wc -l < wine.csv > count.txt\necho counted\nwhile [ ! -e go ]; do sleep 0.05; done\n",
    "wine.csv": "1\n2\n",
  });
  const running = onPath(withStrace, folder, "init", "--from-script", "count.sh");
  await expect.poll(() => existsSync(join(folder, "count.txt")), { timeout: 20_000 }).toBe(true);
  writeFileSync(join(folder, "wine.csv"), "1\n2\n3\n");
  writeFileSync(join(folder, "go"), "");
  expect((await running).code).toBe(0);
  await holds(folder, ["wine.csv"], { outcome: "ran" });
  expect(readFileSync(join(folder, "count.txt"), "utf8").trim()).toBe("3");
});

test("beside a pipeline, the stage is printed, with references to the stages that make its inputs; appended, it runs", async () => {
  const folder = project({
    "pipeline.yaml": "name: wine\nstages:\n  fit:\n    run: printf '1\\n2\\n' > rows.csv\n    out: { rows: ./rows.csv }\n",
    "fit.mjs": `import { readFileSync, writeFileSync } from "node:fs";
writeFileSync("sum.txt", String(readFileSync("rows.csv", "utf8").split("\\n").reduce((sum, row) => sum + Number(row), 0)));
`,
  });
  const before = readFileSync(join(folder, "pipeline.yaml"), "utf8");
  await millrace(folder, "run", "--quiet");
  const end = await millrace(folder, "init", "--from-script", "node fit.mjs --epochs 5");
  expect([end.code, end.stdout]).toEqual([
    0,
    [
      "  fit-2:",
      "    run: node fit.mjs --epochs 5",
      "    in: { code: ./fit.mjs, rows: fit.rows }",
      "    out: { sum: ./sum.txt }",
      "    tools: [node --version]",
      "",
    ].join("\n"),
  ]);
  expect(end.stderr).toContain("put it below `stages:` in pipeline.yaml, which is as it was:\n");
  expect(readFileSync(join(folder, "pipeline.yaml"), "utf8")).toBe(before);
  writeFileSync(join(folder, "pipeline.yaml"), before + end.stdout);
  await holds(folder, ["fit.mjs"], { outcome: "ran" });
});

test("Ctrl-C ends the script and exits with 130; nothing is written", async () => {
  const folder = project({
    "wait.mjs": 'import { writeSync } from "node:fs";\nwriteSync(1, "waiting\\n");\nsetInterval(() => {}, 1000);\n',
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    const { PATH, HOME } = process.env;
    const child = spawn(process.execPath, [program, "init", "--from-script", "wait.mjs"], {
      cwd: folder,
      env: { PATH, HOME },
      stdio: ["ignore", "ignore", "pipe"],
    });
    child.stderr.on("data", (text) => {
      if (String(text).includes("| waiting")) child.kill("SIGINT");
    });
    child.on("error", reject);
    child.on("close", resolve);
  });
  expect(code).toBe(130);
  expect(readdirSync(folder)).toEqual(["wait.mjs"]);
});

test.each([
  ["absent.py", "there is no file absent.py to run"],
  ["", "--from-script is given no command"],
  ["data.xyz", "how is data.xyz run?"],
])("refuses --from-script %j", async (script, told) => {
  const folder = project({ "data.xyz": "1\n" });
  const end = await millrace(folder, "init", "--from-script", script);
  expect([end.code, end.stdout]).toEqual([2, ""]);
  expect(end.stderr).toContain(told);
});
