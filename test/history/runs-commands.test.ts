import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { millrace } from "../millrace.ts";
import { cellar, edit } from "./experiment/cellar.ts";

/** Without what differs from machine to machine. */
const settled = (text: string, names: readonly string[]): string =>
  names
    .reduce((told, name) => told.replaceAll(name, "SHORT"), text)
    .replace(/\d{8}T\d{9}Z-\d+/g, "ID")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "MOMENT")
    .replace(/just now|\d+ s ago/g, "WHEN")
    .replace(/\b\d+(?:\.\d+)? m?s\b/g, "TIME")
    .replace(/millrace \S+, Node\.js .*/g, "ENVIRONMENT")
    .replace(/\d+ stages? at a time/g, "JOBS")
    .replace(/ {2,}/g, "  ");

/** A run with the file's params, one that fails, one whose gate fails. */
async function threeRuns(): Promise<string> {
  const folder = cellar({ git: true });
  await millrace(folder, "run");
  await millrace(folder, "run", "--set", "ferment.days=13");
  await millrace(folder, "run", "--set", "ferment.days=1");
  return folder;
}

test("lists, shows and compares past runs, failed ones too", async () => {
  const folder = await threeRuns();
  const { runs } = JSON.parse((await millrace(folder, "runs", "--json")).stdout);
  const names = runs.flatMap(({ short, commit }: { short: string; commit: string }) => [short, commit, commit.slice(0, 7)]);
  const outputs: string[] = [];
  for (const line of [
    "runs",
    "runs --failed --md",
    "runs --where score>5 --metric acid_error",
    "runs show -1",
    "runs show",
    "runs compare -2 latest",
    "runs compare -2 -1 latest",
    "runs compare -2 latest --md",
  ]) {
    const { code, stdout, stderr } = await millrace(folder, ...line.split(" "));
    outputs.push(`$ millrace ${line}\n${settled(stdout + stderr, names)}exit code ${code}\n`);
  }
  await expect(outputs.join("\n")).toMatchFileSnapshot("whole/runs.txt");
});

test("gives programs all of it", async () => {
  const folder = await threeRuns();
  const read = async (...words: readonly string[]) => JSON.parse((await millrace(folder, ...words, "--json")).stdout);
  const { total, runs } = await read("runs", "--limit", "2");
  expect(total).toBe(3);
  expect(runs.map((run: { outcome: string; exitCode: number }) => [run.outcome, run.exitCode])).toEqual([
    ["gate-failed", 3],
    ["failed", 1],
  ]);
  expect(runs[0]).toMatchObject({
    pipeline: "pipeline.yaml",
    params: { "ferment.days": 1, barrel: "oak" },
    metrics: { taste: { score: 1 } },
  });
  expect(Date.parse(runs[0].at)).not.toBeNaN();
  const shown = await read("runs", "show", "-1");
  expect(shown).toMatchObject({ run: runs[1].run, outcome: "failed", params: { ferment: { days: 13 } }, gates: [] });
  expect(shown.stages.map(({ stage, outcome }: { stage: string; outcome: string }) => [stage, outcome])).toEqual([
    ["press", "fresh"],
    ["ferment", "failed"],
    ["taste", "blocked"],
  ]);
  const compared = await read("runs", "compare", "-2", "latest");
  expect(compared.params).toEqual([{ name: "ferment.days", values: [10, 1] }]);
  expect(compared.metrics[0]).toEqual({ stage: "taste", metric: "score", better: "higher", values: [10, 1], best: 0 });
});

test("the commit is that of the run, and log takes a run by its short name", async () => {
  const folder = await threeRuns();
  const head = readFileSync(
    join(folder, ".git/refs/heads", readFileSync(join(folder, ".git/HEAD"), "utf8").trim().replace("ref: refs/heads/", "")),
    "utf8",
  ).trim();
  const { runs } = JSON.parse((await millrace(folder, "runs", "--json")).stdout);
  expect(runs[0].commit).toBe(head);
  const log = await millrace(folder, "log", "ferment", "--run", runs[1].short);
  expect([log.code, log.stdout]).toEqual([0, "the must is spoilt\n"]);
  const unknown = await millrace(folder, "log", "ferment", "--run", "zzz");
  expect([unknown.code, unknown.stderr.split("\n")[0]]).toEqual([2, "error[run-unknown]: there is no run zzz"]);
});

test("a pipeline's own runs are listed, and those of all with --all", async () => {
  const folder = cellar({ git: true, folder: "cellars/burgundy" });
  await millrace(folder, "run");
  const root = join(folder, "../..");
  edit(join(folder, "pipeline.yaml"), (text) => text.replace("name: cellar", "name: burgundy"));
  expect((await millrace(root, "runs")).code).toBe(2);
  expect(JSON.parse((await millrace(root, "runs", "--all", "--json")).stdout).total).toBe(1);
  expect((await millrace(root, "runs", "cellars/burgundy")).code).toBe(0);
  expect((await millrace(root, "runs", "show", "--all")).stdout).toContain("of cellar: ok");
});

test.each([
  [["--status", "broken"], "--status broken is none"],
  [["--since", "soon"], "--since soon is no moment"],
  [["--where", "score >"], "--where 'score >' is no condition"],
  [["compare"], "runs compare needs more arguments"],
  [["compare", "latest"], "runs compare needs two runs"],
  [["show", "-9"], "there is no run -9"],
])("millrace runs %j is refused with words", async (words, message) => {
  const folder = cellar({ git: true });
  await millrace(folder, "run");
  const end = await millrace(folder, "runs", ...words);
  expect(end.code).toBe(2);
  expect(end.stderr).toContain(message);
});

test("nothing is kept where nothing has run", async () => {
  const folder = cellar({ git: true });
  expect(await millrace(folder, "runs")).toMatchObject({ code: 0, stdout: "", stderr: "no run is kept here: millrace run\n" });
  expect((await millrace(folder, "runs", "show")).code).toBe(2);
});
