// How each tool is told to version, look at and bring back `data`, a file or a folder. Steps come one after the other.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const millraceFile = fileURLToPath(new URL("../dist/millrace.js", import.meta.url));
const node = (...words) => ["node", millraceFile, ...words];
const gone = (path) => rmSync(path, { recursive: true, force: true });
const here = (path) => () => assert.ok(existsSync(path), `${path} is not there`);

const names = {
  add: "add: hash and store",
  statusWarm: "status, warm, of",
  statusCold: "status, cold, of",
  restore: "restore, deleted,",
  first: "first run that reads and copies",
  noOp: "no-op behind",
  outputs: "restore, as a stage's output,",
};

export const millrace = {
  name: "Millrace",
  slug: "millrace",
  version: node("--version"),
  environment: { CI: "" },
  steps(folder) {
    const data = join(folder, "data");
    const forget = () => {
      gone(join(folder, ".millrace/state/stats.tsv"));
      gone(join(folder, ".millrace/state/stats"));
    };
    writeFileSync(join(folder, "millrace.config.yaml"), "{}\n");
    const pipeline = () =>
      writeFileSync(
        join(folder, "pipeline.yaml"),
        "name: large\nstages:\n  copy:\n    run: cp -r ${{ in.data }} ${{ out.copy }}\n    in: { data: ./data }\n    out: { copy: ./copy }\n",
      );
    return [
      { what: names.add, argv: node("add", "data") },
      { what: names.statusWarm, before: pipeline, argv: node("status") },
      { what: names.statusCold, before: forget, argv: node("status") },
      { what: names.restore, before: () => gone(data), argv: node("checkout", "data"), check: here(data) },
      {
        what: names.first,
        argv: node("run", "--jobs", "2"),
        check: here(join(folder, "copy")),
      },
      { what: names.noOp, argv: node("run") },
      { what: names.outputs, before: () => gone(join(folder, "copy")), argv: node("run"), check: here(join(folder, "copy")) },
    ];
  },
};

/** Its cache in the project; the cold one without what it remembers of files. */
export const dvcWith = (program) => ({
  name: "DVC",
  slug: "dvc",
  version: [program, "--version"],
  environment: { DVC_NO_ANALYTICS: "true" },
  steps(folder) {
    const data = join(folder, "data");
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
      gone(site);
      gone(join(folder, ".dvc/tmp"));
      mkdirSync(join(folder, ".dvc/tmp"));
    };
    const pipeline = () =>
      writeFileSync(join(folder, "dvc.yaml"), "stages:\n  copy:\n    cmd: cp -r data copy\n    deps: [data]\n    outs: [copy]\n");
    return [
      { what: names.add, argv: [program, "add", "--quiet", "data"], check: here(join(folder, "data.dvc")) },
      { what: names.statusWarm, argv: [program, "status"] },
      { what: names.statusCold, before: forget, argv: [program, "status"] },
      { what: names.restore, before: () => gone(data), argv: [program, "checkout", "--quiet", "data.dvc"], check: here(data) },
      {
        what: names.first,
        before: pipeline,
        argv: [program, "repro"],
        check: here(join(folder, "copy")),
      },
      { what: names.noOp, argv: [program, "repro"] },
      {
        what: names.outputs,
        before: () => gone(join(folder, "copy")),
        argv: [program, "checkout", "--quiet", "copy"],
        check: here(join(folder, "copy")),
      },
    ];
  },
});

/** What the bytes alone cost: nothing is versioned, and nothing verified. */
export const floor = {
  name: "the floor",
  slug: "floor",
  environment: {},
  steps(folder) {
    const hash = ["sh", "-c", "find data -type f -print0 | xargs -0 -P 2 sha256sum > sums"];
    const copy = (to) => ["cp", "-r", "data", to];
    return [
      { what: names.add, argv: ["sh", "-c", `${hash[2]} && cp -r data store`], check: here(join(folder, "store")) },
      { what: names.statusWarm, argv: ["sh", "-c", "find data -printf '%s %T@ %C@ %i\\n' > stats"] },
      { what: names.statusCold, argv: hash },
      { what: names.restore, argv: copy("restored"), check: here(join(folder, "restored")) },
      { what: names.first, argv: ["sh", "-c", `${hash[2]} && cp -r data copy && cp -r copy store-2`] },
      { what: names.noOp, argv: ["sh", "-c", "find data copy -printf '%s %T@ %C@ %i\\n' > stats"] },
      { what: names.outputs, before: () => gone(join(folder, "copy")), argv: copy("copy") },
    ];
  },
};
