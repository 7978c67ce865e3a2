// How each tool is told to version, look at and bring back `data`, a file or a folder. Steps come one after the other; one that is
// `cold` is taken a second time, with nothing in the system's memory.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { turboEnvironment, wireitEnvironment, writeTurboProject, writeWireitProject } from "./javascript-tools.mjs";

const millraceFile = fileURLToPath(new URL("../dist/millrace.js", import.meta.url));
const node = (...words) => ["node", millraceFile, ...words];
const gone = (...paths) => {
  for (const path of paths) rmSync(path, { recursive: true, force: true });
};
const here = (path) => () => assert.ok(existsSync(path), `${path} is not there`);

export const steps = {
  add: "hash and store",
  status: "status",
  hash: "status that hashes all again",
  restore: "restore",
  first: "first run, which reads and copies",
  noOp: "no-op behind it",
  outputs: "restore what it made",
};

export const millrace = {
  name: "Millrace",
  version: node("--version"),
  environment: () => ({}),
  steps(folder) {
    const data = join(folder, "data");
    const copy = join(folder, "copy");
    const forget = () => gone(...["stats.bin", "stats.bin.folders"].map((name) => join(folder, ".millrace/state", name)));
    writeFileSync(join(folder, "millrace.config.yaml"), "{}\n");
    const pipeline = () =>
      writeFileSync(
        join(folder, "pipeline.yaml"),
        "name: large\nstages:\n  copy:\n    run: cp -r ${{ in.data }} ${{ out.copy }}\n    in: { data: ./data }\n    out: { copy: ./copy }\n",
      );
    return [
      { what: steps.add, argv: node("add", "data"), check: here(join(folder, "data.pin")) },
      { what: steps.status, argv: node("status"), cold: true },
      { what: steps.hash, before: forget, argv: node("status"), cold: true },
      { what: steps.restore, before: () => gone(data), argv: node("checkout", "data"), check: here(data) },
      { what: steps.first, before: pipeline, argv: node("run", "--jobs", "2"), check: here(copy) },
      { what: steps.noOp, argv: node("run"), cold: true },
      { what: steps.outputs, before: () => gone(copy), argv: node("run"), check: here(copy) },
    ];
  },
};

/** Its cache in the project; what it remembers of files is in a folder of the project too, so that it can be made to forget. */
export const dvcWith = (program) => ({
  name: "DVC",
  version: [program, "--version"],
  environment: () => ({ DVC_NO_ANALYTICS: "true" }),
  steps(folder) {
    const data = join(folder, "data");
    const copy = join(folder, "copy");
    const site = join(folder, ".site");
    mkdirSync(site);
    const set = (...words) => {
      const { status, stderr } = spawnSync(program, words, { cwd: folder, encoding: "utf8" });
      if (status !== 0) throw new Error(`dvc ${words.join(" ")}: ${stderr}`);
    };
    set("init", "--no-scm", "--quiet");
    set("config", "core.site_cache_dir", site);
    set("config", "core.check_update", "false");
    const forget = () => {
      gone(site, join(folder, ".dvc/tmp"));
      mkdirSync(join(folder, ".dvc/tmp"));
    };
    const pipeline = () =>
      writeFileSync(join(folder, "dvc.yaml"), "stages:\n  copy:\n    cmd: cp -r data copy\n    deps: [data]\n    outs: [copy]\n");
    return [
      { what: steps.add, argv: [program, "add", "--quiet", "data"], check: here(join(folder, "data.dvc")) },
      { what: steps.status, argv: [program, "status"], cold: true },
      { what: steps.hash, before: forget, argv: [program, "status"], cold: true },
      { what: steps.restore, before: () => gone(data), argv: [program, "checkout", "--quiet", "data.dvc"], check: here(data) },
      { what: steps.first, before: pipeline, argv: [program, "repro"], check: here(copy) },
      { what: steps.noOp, argv: [program, "repro"], cold: true },
      { what: steps.outputs, before: () => gone(copy), argv: [program, "checkout", "--quiet", "copy"], check: here(copy) },
    ];
  },
});

/** What a task of turbo or wireit does, which knows no data but what tasks read and make. */
function taskSteps(folder, run) {
  const copy = join(folder, "copy");
  return [
    ...[steps.add, steps.status, steps.hash, steps.restore].map((what) => ({ what, text: "not possible" })),
    { what: steps.first, argv: run, check: here(copy) },
    { what: steps.noOp, argv: run, cold: true },
    { what: steps.outputs, before: () => gone(copy), argv: run, check: here(copy) },
  ];
}

/** The data are ignored by git, as what is too large for it. */
export const turboWith = ({ program, bun, bunVersion }) => ({
  name: "turbo",
  version: [program, "--version"],
  environment: () => turboEnvironment(bun),
  steps(folder) {
    writeTurboProject(folder, {
      scripts: { all: "cp -r data copy" },
      tasks: { all: { inputs: ["data", "data/**"], outputs: ["copy", "copy/**"] } },
      ignored: ["data", "copy"],
      bunVersion,
    });
    return taskSteps(folder, [program, "run", "all", "--output-logs=none"]);
  },
});

export const wireitWith = ({ program, version }) => ({
  name: "wireit",
  versionText: version,
  environment: wireitEnvironment,
  steps(folder) {
    writeWireitProject(folder, { all: { command: "cp -r data copy", files: ["data"], output: ["copy"], packageLocks: [] } });
    return taskSteps(folder, ["node", program]);
  },
});

/** OpenSSL uses the processor's own instruction for SHA-256, which sha256sum need not. */
const hashWith = spawnSync("openssl", ["version"]).status === 0 ? "openssl dgst -sha256" : "sha256sum";

/** What the bytes alone cost: nothing is versioned, and nothing verified. */
export const floor = {
  name: "the floor",
  environment: () => ({}),
  steps(folder) {
    const copy = join(folder, "copy");
    const hash = `find data -type f -print0 | xargs -0 -P 2 -n 2000 ${hashWith} > sums`;
    return [
      { what: steps.add, argv: ["sh", "-c", `${hash} && cp -r data store`], check: here(join(folder, "store")) },
      { what: steps.status, argv: ["sh", "-c", "find data -printf '%s %T@ %C@ %i\\n' > stats"], cold: true },
      { what: steps.hash, argv: ["sh", "-c", hash], cold: true },
      { what: steps.restore, argv: ["cp", "-r", "data", "restored"], check: here(join(folder, "restored")) },
      { what: steps.first, argv: ["sh", "-c", `${hash} && cp -r data copy && cp -r copy store-2`], check: here(copy) },
      { what: steps.noOp, argv: ["sh", "-c", "find data copy -printf '%s %T@ %C@ %i\\n' > stats"], cold: true },
      { what: steps.outputs, before: () => gone(copy), argv: ["cp", "-r", "data", "copy"], check: here(copy) },
    ];
  },
};
