import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { millrace } from "../millrace.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { peer } from "./peer.ts";

/** One pipeline, written for both: clean, fit and score a price list. Each command says outside the project that it ran. */
interface Project {
  readonly folder: string;
  /** Stages whose commands ran since the last call, sorted. */
  run(): Promise<string[]>;
}

type Edit = (folder: string) => void;

const params = { smoothing: 0.1, folds: 5, note: "first" };
const prices = "12.5\n13.1\n11.9\n14.2\n";

/** In this order, each on what the one before left. */
const edits: Readonly<Record<string, Edit>> = {
  "nothing, for the first time": () => undefined,
  nothing: () => undefined,
  "the second stage's parameter": (folder) => writeParams(folder, { ...params, smoothing: 0.2 }),
  "the third stage's parameter": (folder) => writeParams(folder, { ...params, smoothing: 0.2, folds: 10 }),
  "a parameter that no stage takes": (folder) => writeParams(folder, { ...params, smoothing: 0.2, folds: 10, note: "second" }),
  "a parameter back to what it was": (folder) => writeParams(folder, { ...params, folds: 10 }),
  "one line of the data": (folder) => writeFileSync(join(folder, "prices.txt"), prices.replace("11.9", "11.8")),
  "the data, in a way that the first stage takes out": (folder) =>
    writeFileSync(join(folder, "prices.txt"), `\n${prices.replace("11.9", "11.8")}`),
  "a deleted result": (folder) => rmSync(join(folder, "fitted.txt")),
  "a comment among the parameters": (folder) => editFile(join(folder, "params.yaml"), (text) => `# the winter's\n${text}`),
  "a command, to one that does the same": (folder) => {
    for (const file of ["pipeline.yaml", "dvc.yaml"].map((name) => join(folder, name))) {
      if (existsSync(file)) editFile(file, (text) => text.replace("grep . ", "grep -e . "));
    }
  },
  "the modification time alone": (folder) => writeFileSync(join(folder, "prices.txt"), readFileSync(join(folder, "prices.txt"))),
};

test("after each edit the same stages run as in DVC", async ({ skip }) => {
  const python = peer("python", skip);
  const ours = millraceProject();
  const theirs = await dvcProject(join(dirname(python), "dvc"));
  const seen: Record<string, { millrace: string[]; dvc: string[] }> = {};
  for (const [name, edit] of Object.entries(edits)) {
    for (const { folder } of [ours, theirs]) edit(folder);
    seen[name] = { millrace: await ours.run(), dvc: await theirs.run() };
    console.log(`${name}: ${seen[name].millrace.join(", ") || "none"}; DVC ${seen[name].dvc.join(", ") || "none"}`);
  }
  const expected: Record<string, string[]> = {
    "nothing, for the first time": ["clean", "fit", "score"],
    nothing: [],
    "the second stage's parameter": ["fit", "score"],
    "the third stage's parameter": ["score"],
    "a parameter that no stage takes": [],
    "a parameter back to what it was": ["score"],
    "one line of the data": ["clean", "fit", "score"],
    "the data, in a way that the first stage takes out": ["clean"],
    "a deleted result": [],
    "a comment among the parameters": [],
    "a command, to one that does the same": ["clean"],
    "the modification time alone": [],
  };
  expect(seen).toEqual(Object.fromEntries(Object.entries(expected).map(([name, stages]) => [name, { millrace: stages, dvc: stages }])));
});

function millraceProject(): Project {
  const { folder, ran, say } = commonProject();
  writeFileSync(join(folder, "millrace.config.yaml"), "");
  const stages = {
    clean: {
      run: `${say("clean")}; grep . \${{ in.prices }} > \${{ out.cleaned }}`,
      in: { prices: "./prices.txt" },
      out: { cleaned: "./cleaned.txt" },
    },
    fit: {
      run: `${say("fit")}; { cat \${{ in.cleaned }}; echo \${{ params.smoothing }}; } > \${{ out.fitted }}`,
      in: { cleaned: "clean.cleaned" },
      out: { fitted: "./fitted.txt" },
    },
    score: {
      run: `${say("score")}; { cat \${{ in.fitted }}; echo \${{ params.folds }}; } > \${{ out.scored }}`,
      in: { fitted: "fit.fitted" },
      out: { scored: "./scored.txt" },
    },
  };
  writeFileSync(join(folder, "pipeline.yaml"), stringify({ name: "prices", params: "./params.yaml", stages }, { lineWidth: 0 }));
  return {
    folder,
    run: async () => {
      const ended = await millrace(folder, "run");
      expect(ended.code, ended.stderr).toBe(0);
      return ran();
    },
  };
}

async function dvcProject(dvc: string): Promise<Project> {
  const { folder, ran, say } = commonProject();
  const stages = {
    clean: { cmd: `${say("clean")}; grep . prices.txt > cleaned.txt`, deps: ["prices.txt"], outs: ["cleaned.txt"] },
    fit: {
      cmd: `${say("fit")}; { cat cleaned.txt; echo \${smoothing}; } > fitted.txt`,
      deps: ["cleaned.txt"],
      outs: ["fitted.txt"],
    },
    score: { cmd: `${say("score")}; { cat fitted.txt; echo \${folds}; } > scored.txt`, deps: ["fitted.txt"], outs: ["scored.txt"] },
  };
  writeFileSync(join(folder, "dvc.yaml"), stringify({ stages }, { lineWidth: 0 }));
  const options = { cwd: folder, env: { DVC_NO_ANALYTICS: "1", DVC_SITE_CACHE_DIR: join(folder, ".site") } };
  await execa(dvc, ["init", "--quiet", "--no-scm"], options);
  return {
    folder,
    run: async () => {
      await execa(dvc, ["repro", "--quiet"], options);
      return ran();
    },
  };
}

function commonProject() {
  const outside = temporaryFolder();
  const folder = join(outside, "project");
  const log = join(outside, "ran.txt");
  mkdirSync(folder);
  writeFileSync(join(folder, "prices.txt"), prices);
  writeParams(folder, params);
  const ran = (): string[] => {
    const stages = existsSync(log) ? readFileSync(log, "utf8").split("\n").filter(Boolean).sort() : [];
    rmSync(log, { force: true });
    return stages;
  };
  return { folder, ran, say: (stage: string) => `echo ${stage} >> ${log}` };
}

function editFile(path: string, change: (text: string) => string): void {
  const text = readFileSync(path, "utf8");
  const changed = change(text);
  expect(changed).not.toBe(text);
  writeFileSync(path, changed);
}

function writeParams(folder: string, values: Readonly<Record<string, string | number>>): void {
  writeFileSync(join(folder, "params.yaml"), stringify(values));
}
