import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { nodeProcesses } from "../../engine/platform/node-processes.ts";
import packageFile from "../../package.json" with { type: "json" };
import { millrace, millraceRun } from "../millrace.ts";

const program = fileURLToPath(new URL("../../dist/millrace.js", import.meta.url));

/** A pipeline of two commands, of which the second sorts what the first wrote. */
const letters = `name: letters
params: { seed: 7 }
stages:
  write:
    run: echo seed ${"$"}{{ params.seed }}; printf 'b\\na\\n' > ${"$"}{{ out.letters }}
    out: { letters: ./letters.txt }
  sort:
    run: sort < ${"$"}{{ in.letters }} > ${"$"}{{ out.sorted }}
    in: { letters: write.letters }
    out: { sorted: ./sorted.txt }
`;

function project(pipeline = letters): string {
  const folder = mkdtempSync(join(tmpdir(), "millrace-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "pipeline.yaml"), pipeline);
  return folder;
}

/** Times, and the run's id, are not the same twice. */
const steady = (text: string): string => text.replace(/ *\d+(\.\d)? m?s\b/g, " TIME").replace(/\d{8}T\d{9}Z-\d+/g, "RUN");

test("runs, then says in one line that there is nothing to do", async () => {
  const folder = project();
  const first = await millrace(folder, "run");
  expect({ ...first, stderr: steady(first.stderr) }).toEqual({
    code: 0,
    stdout: "",
    stderr: [
      "write  started    no earlier result",
      "  | seed 7",
      "write  ran TIME",
      "sort   started    no earlier result",
      "sort   ran TIME",
      "",
      "letters: 2 ran in TIME",
      "  critical path  write TIME -> sort TIME",
      "",
    ].join("\n"),
  });
  const second = await millrace(folder, "run");
  expect({ ...second, stderr: steady(second.stderr) }).toEqual({
    code: 0,
    stdout: "",
    stderr: "letters: nothing to do, 2 stages fresh, in TIME\n",
  });
});

test("--set, status, --check and why agree on what another parameter would do", async () => {
  const folder = project();
  expect((await millrace(folder, "status", "--check")).code).toBe(4);
  await millrace(folder, "run", "--quiet");
  expect((await millrace(folder, "status", "--check")).code).toBe(0);
  expect(await millrace(folder, "status", "--check", "--set", "seed=8")).toEqual({
    code: 4,
    stdout: ["Must run", "  write  command: seed 7; -> seed 8;", "", "1 must run, 1 fresh: millrace run", ""].join("\n"),
    stderr: "",
  });
  expect(await millrace(folder, "why", "write", "--set", "seed=8")).toEqual({
    code: 0,
    stdout: [
      "write is stale: it must run",
      "  command  seed 7; -> seed 8;",
      "           - echo seed 7; printf 'b\\na\\n' > letters.txt",
      "           + echo seed 8; printf 'b\\na\\n' > letters.txt",
      "",
    ].join("\n"),
    stderr: "",
  });
});

test("says which option made a fresh stage run", async () => {
  const folder = project();
  await millrace(folder, "run", "--quiet");
  for (const option of ["--verify", "--force"])
    expect((await millrace(folder, "run", option)).stderr).toContain(`sort   started    ${option}\n`);
});

test("run --json writes events and nothing else to stdout; status --json one document", async () => {
  const folder = project();
  const run = await millraceRun(folder);
  expect(run.outcomes).toEqual({ write: "ran", sort: "ran" });
  expect(run.events.map(({ type }) => type)).toEqual([
    "run-started",
    "stage-started",
    "stage-output",
    "stage-finished",
    "stage-started",
    "stage-finished",
    "run-finished",
  ]);
  const status = await millrace(folder, "status", "--json");
  const { stages } = JSON.parse(status.stdout);
  expect(stages.map(({ stage, state }: { readonly stage: string; readonly state: string }) => [stage, state])).toEqual([
    ["write", "fresh"],
    ["sort", "fresh"],
  ]);
  expect(status.stderr).toBe("");
});

test("shows what a failed stage printed, and keeps it for `log`", async () => {
  const folder = project(letters.replace("sort <", 'echo "which column?" >&2; exit 7; sort <'));
  const failed = await millrace(folder, "run", "--junit", "reports/junit.xml");
  expect(failed.code).toBe(1);
  await expect(steady(failed.stderr)).toMatchFileSnapshot("whole/run-failed.txt");
  const junit = readFileSync(join(folder, "reports/junit.xml"), "utf8");
  expect(junit).toContain('tests="2" failures="1"');
  const log = await millrace(folder, "log", "sort");
  expect([log.code, log.stdout]).toEqual([0, "which column?\n"]);
  expect((await millrace(folder, "log", "write")).stdout).toBe("seed 7\n");
  const [run = ""] = readdirSync(join(folder, ".millrace/runs"));
  expect((await millrace(folder, "log", "write", "--run", run.replace(".jsonl", ""))).stdout).toBe("seed 7\n");
  const none = await millrace(folder, "log", "sort", "--run", "yesterday");
  expect([none.code, none.stderr]).toEqual([
    2,
    "error[run-unknown]: there is no run yesterday\n  hint: millrace runs lists them; -1 is the one before the latest\n",
  ]);
});

test("`log` tells a stage that printed nothing, and a matrix, from one that has not run", async () => {
  const folder = project(
    "stages:\n  mill:\n    matrix: { grade: [fine] }\n    run: echo ${{ with.grit }} > ${{ out.flour }}\n    with: { grit: 1 }\n    out: { flour: }\n",
  );
  expect((await millrace(folder, "run")).code).toBe(0);
  const silent = await millrace(folder, "log", "mill@fine");
  expect([silent.code, silent.stdout, silent.stderr]).toEqual([0, "", expect.stringMatching(/^mill@fine: ran, .*\nit printed nothing\n$/)]);
  expect((await millrace(folder, "log", "mill")).stderr).toBe(
    "error[log-missing]: no output of mill is kept\n  why: it is a matrix: each instance has its own\n  hint: for example millrace log mill@fine\n",
  );
});

test("help of a word that needs a second one lists what can follow", async () => {
  const folder = project();
  for (const words of [
    ["exp", "--help"],
    ["help", "exp"],
  ]) {
    const end = await millrace(folder, ...words);
    expect([end.code, end.stderr]).toEqual([0, ""]);
    await expect(end.stdout).toMatchFileSnapshot("whole/help-exp.txt");
  }
  expect((await millrace(folder, "exq", "--help")).code).toBe(2);
});

test("`log` of a misspelt stage names the one that ran", async () => {
  const folder = project();
  expect((await millrace(folder, "run")).code).toBe(0);
  expect((await millrace(folder, "log", "srot")).stderr).toBe(
    "error[log-missing]: no output of srot is kept\n  why: it has not run here, or its log was removed\n  hint: did you mean millrace log sort?\n",
  );
});

test("a script that ends its first line as on Windows is told from a missing program", async () => {
  const folder = project("stages:\n  press:\n    run: ./press.sh\n    in: { code: ./press.sh }\n");
  writeFileSync(join(folder, "press.sh"), "#!/bin/sh\r\ntrue\r\n", { mode: 0o755 });
  const { code, stderr } = await millrace(folder, "run");
  expect(code).toBe(1);
  expect(stderr.replace(/\n {8}/g, " ")).toContain("the first line may end as on Windows, or name a program that is not there\n");
});

test.each([["metrics"], ["plots"]])("`%s --stage` of a stage that is not there is refused", async (command) => {
  const end = await millrace(project(), command, "--stage", "srot");
  expect([end.code, end.stdout, end.stderr]).toEqual([
    2,
    "",
    "error[unknown-selection]: no stage is named `srot`\n  why: the stages are `write` and `sort`\n  hint: did you mean --stage sort?\n",
  ]);
});

test("in GitHub Actions the summary is added to the page of the run", async () => {
  const folder = project();
  const page = join(folder, "page.md");
  writeFileSync(page, "# Before\n");
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [program, "run"], { cwd: folder, env: { PATH, HOME, GITHUB_STEP_SUMMARY: page }, stdio: "ignore" });
  expect(await new Promise((resolve) => child.on("close", resolve))).toBe(0);
  expect(steady(readFileSync(page, "utf8"))).toBe(
    [
      "# Before",
      "### letters: 2 ran in TIME",
      "",
      "| stage | result | time | why | metrics |",
      "| --- | --- | ---: | --- | --- |",
      "| write | ran | TIME | no earlier result |  |",
      "| sort | ran | TIME | no earlier result |  |",
      "",
      "",
    ].join("\n"),
  );
});

test("a report that cannot be written is exit code 5, and the run is not lost", async () => {
  const folder = project();
  mkdirSync(join(folder, "taken.xml"));
  const run = await millrace(folder, "run", "--junit", "taken.xml");
  expect(run.code).toBe(5);
  expect(run.stderr).toContain("error[disk-failed]: taken.xml could not be written");
  expect((await millrace(folder, "run")).stderr).toContain("nothing to do");
});

test("works in another folder with --cwd, and names it in what to type next", async () => {
  const folder = project(letters.replace("sort <", "exit 7; sort <"));
  const { stderr } = await millrace(tmpdir(), "--cwd", folder, "run");
  expect(stderr).toContain(`millrace why --cwd ${folder} sort`);
});

test.each([
  [["rnu"], 2, "error[unknown-command]: there is no command rnu\n  hint: did you mean millrace run?\n"],
  [["run", "--forse"], 2, "error[unknown-option]: there is no option --forse\n  hint: did you mean --force?\n"],
  [["log"], 2, "error[option-value]: log needs more arguments\n  hint: millrace log [PIPELINE] STAGE\n"],
  [
    ["deploy"],
    2,
    "error[option-value]: deploy needs --rollback ENVIRONMENT\n  hint: to deploy a version, run a pipeline with a stage that uses deploy: `millrace run deploy`\n",
  ],
  [
    ["run", "--only"],
    2,
    "error[option-value]: --only needs the names of stages\n  hint: millrace run --only sort; or leave --only out, to run all that is not fresh\n",
  ],
  [
    ["watch", "--only"],
    2,
    "error[option-value]: --only needs the names of stages\n  hint: millrace watch --only sort; or leave --only out, to run all that is not fresh\n",
  ],
  [
    ["watch", "srot"],
    2,
    "error[unknown-selection]: no stage is named `srot`\n  why: the stages are `write` and `sort`\n  hint: did you mean `sort`?\n",
  ],
  [
    ["watch", "--set", "seeed=3"],
    2,
    "error[unknown-param]: there is no param `seeed`\n  --> --set:1:1\n  > 1 | seeed=3\n      | ^^^^^\n  why: the only param is `seed`\n  hint: did you mean `seed`?\n",
  ],
  [["metrics", "dif"], 2, "error[option-value]: dif is no pipeline\n  hint: did you mean millrace metrics diff?\n"],
  [["metrics", "sort"], 2, "error[option-value]: sort is no pipeline\n  hint: millrace metrics --stage sort\n"],
  [["plots", "dif"], 2, "error[option-value]: dif is no pipeline\n  hint: did you mean millrace plots diff?\n"],
  [["runs", "shw"], 2, "error[option-value]: shw is no pipeline\n  hint: did you mean millrace runs show?\n"],
  [["runs", "c829e1"], 2, "error[option-value]: c829e1 is no pipeline\n  hint: millrace runs show c829e1; or --stage c829e1\n"],
  [["run", "--cwd", "nowhere"], 2, "error[option-value]: --cwd nowhere is not a folder\n"],
  [["run", "nowhere/"], 2, "error[no-pipeline]: there is no nowhere/\n  hint: name a folder with a pipeline.yaml, or a .yaml file\n"],
  [["log", "a", "b"], 2, "error[option-value]: log needs one stage\n  hint: millrace log [PIPELINE] STAGE\n"],
])("%j", async (words, code, stderr) => {
  const end = await millrace(project(), ...words);
  expect([end.code, end.stdout, end.stderr.replace(/\n {8}/g, " ")]).toEqual([code, "", stderr]);
});

test("help is data on stdout where it was asked for, and a complaint where nothing was", async () => {
  const folder = project();
  const asked = await millrace(folder, "--help");
  expect([asked.code, asked.stderr]).toEqual([0, ""]);
  for (const words of [
    ["run", "--help"],
    ["help", "run"],
    ["--help", "run"],
  ]) {
    expect((await millrace(folder, ...words)).stdout).toBe(readFileSync(new URL("whole/help-run.txt", import.meta.url), "utf8"));
  }
  expect(await millrace(folder)).toEqual({ code: 2, stdout: "", stderr: asked.stdout });
  expect(await millrace(folder, "--version")).toEqual({ code: 0, stdout: `${packageFile.version}\n`, stderr: "" });
  expect(await millrace(folder, "--version", "--no-color")).toEqual({ code: 0, stdout: `${packageFile.version}\n`, stderr: "" });
});

test("what the disk refuses is told as that, with exit code 5, and not as a bug", async () => {
  const folder = project();
  writeFileSync(join(folder, ".millrace"), "in the way");
  const { code, stderr } = await millrace(folder, "run");
  expect([code, stderr]).toEqual([5, expect.stringMatching(/^error\[disk-failed\]/)]);
});

test("a reader that leaves early is no failure", async () => {
  const folder = project();
  const child = spawn("sh", ["-c", `"$NODE" "$PROGRAM" run --json | head -n 1; "$NODE" "$PROGRAM" status --json | head -c 0`], {
    cwd: folder,
    env: { ...process.env, NODE: process.execPath, PROGRAM: program },
  });
  let stderr = "";
  child.stderr.on("data", (text) => {
    stderr += text;
  });
  await new Promise((resolve) => child.on("close", resolve));
  expect(stderr).not.toMatch(/EPIPE|internal/);
  expect((await millrace(folder, "run")).stderr).toContain("nothing to do");
});

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("%s ends a run by itself, with exit code %i", async (signal, code) => {
  const folder = project("stages:\n  wait:\n    run: echo at work; sleep 60\n");
  const child = spawn(process.execPath, [program, "run", "--json"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve) => child.on("close", resolve));
  let stdout = "";
  child.stdout.on("data", (text) => {
    const before = stdout.includes("at work");
    stdout += text;
    if (!before && stdout.includes("at work")) child.kill(signal);
  });
  expect(await ended).toBe(code);
  const events = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(events.at(-1)).toMatchObject({ type: "run-finished", exitCode: code, counts: { cancelled: 1 } });
});

test("Ctrl-C ends a stage whose grandchild is deaf to TERM within six seconds, and keeps what was finished", async () => {
  const folder = project(`stages:
  early:
    run: echo 1 > ${"$"}{{ out.one }}
    out: { one: ./one.txt }
  late:
    run: |
      trap "" TERM
      sh -c 'trap "" TERM; echo deaf $$; while :; do sleep 600; done' &
      wait
    in: { one: early.one }
`);
  const child = spawn(process.execPath, [program, "run", "--json"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve) => child.on("close", resolve));
  let stdout = "";
  let interruptedAt = 0;
  child.stdout.on("data", (text) => {
    stdout += text;
    if (interruptedAt > 0 || !/deaf \d+/.test(stdout)) return;
    interruptedAt = performance.now();
    child.kill("SIGINT");
  });
  expect(await ended).toBe(130);
  expect(performance.now() - interruptedAt).toBeLessThan(6000);
  expect(nodeProcesses.startTime(Number(/deaf (\d+)/.exec(stdout)?.[1]))).toBeUndefined();
  expect((await millraceRun(folder, "early")).outcomes).toEqual({ early: "fresh" });
});

test("a second Ctrl-C ends Millrace at once, with what it started", async () => {
  const folder = project("stages:\n  wait:\n    run: trap '' TERM; echo at work; echo $$; sleep 60; sleep 60\n");
  const child = spawn(process.execPath, [program, "run", "--json"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve) => child.on("close", resolve));
  let stdout = "";
  let sent = 0;
  child.stdout.on("data", (text) => {
    stdout += text;
    const due = stdout.includes('"interrupted"') ? 2 : stdout.includes('"line":"at work"') ? 1 : 0;
    for (; sent < due; sent += 1) child.kill("SIGINT");
  });
  const start = Date.now();
  expect(await ended).toBe(130);
  expect(Date.now() - start).toBeLessThan(10_000);
  expect(stdout).not.toContain("run-finished");
});
