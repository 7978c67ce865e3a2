import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "vitest";
import { tells } from "./story.ts";

const files = {
  "pipeline.yaml": `name: tasting
params: { year: 2024 }
stages:
  taste:
    matrix: { wine: [barolo, barbera] }
    run: echo \${{ matrix.wine }} \${{ params.year }} > \${{ out.note }}
    out: { note: "./notes-\${{ matrix.wine }}.txt" }
  rank:
    run: sort \${{ in.scores }} > \${{ out.ranked }}
    in: { scores: ./scores.csv }
    out: { ranked: ./ranked.csv }
`,
  "scores.csv": "barolo\nbarbera\n",
};

test("an instance of a matrix that is new", () =>
  tells("state-new-instance", {
    files,
    edit: ({ replace }) => replace("pipeline.yaml", "[barolo, barbera]", "[barolo, barbera, dolcetto]"),
  }));

test("a stage that is new", () =>
  tells("state-no-record", {
    files,
    edit: ({ write }) =>
      write("pipeline.yaml", `${files["pipeline.yaml"]}  pour:\n    run: echo wine > \${{ out.glass }}\n    out: { glass: ./glass.txt }\n`),
  }));

test("a line of the lock that was edited", () =>
  tells("state-damaged", {
    files,
    edit: ({ folder, write }) => {
      const lock = readFileSync(join(folder, "pipeline.lock.json"), "utf8");
      write("pipeline.lock.json", lock.replace(/("rank":\{"in":\{"scores":")[0-9a-f]{8}/, "$100000000"));
    },
  }));

test("an output that is missing", () => tells("state-missing", { files, edit: ({ remove }) => remove("ranked.csv") }));

test("an output that was edited by hand", () => tells("state-edited", { files, edit: ({ write }) => write("ranked.csv", "by hand\n") }));

test("an output of which no store has the bytes", () =>
  tells("state-absent", {
    files,
    edit: ({ remove }) => {
      remove("ranked.csv");
      remove(".millrace/store");
    },
  }));

test("a fresh clone, without what it was made of", () =>
  tells("state-fresh-clone", {
    files,
    edit: ({ remove, write }) => {
      remove(".millrace");
      write("scores.csv", "barolo\n");
    },
  }));

test("rerun: always", () =>
  tells("state-rerun", { files: { ...files, "pipeline.yaml": `${files["pipeline.yaml"]}    rerun: always\n` }, edit: () => undefined }));

test("frozen: what was recorded stands", () =>
  tells("state-frozen", {
    files: { ...files, "pipeline.yaml": `${files["pipeline.yaml"]}    frozen: false\n` },
    stages: ["rank"],
    edit: ({ replace, write }) => {
      replace("pipeline.yaml", "frozen: false", "frozen: true");
      write("scores.csv", "another\n");
    },
  }));

test("cache: false keeps no copy", () =>
  tells("state-not-cached", {
    files: { ...files, "pipeline.yaml": `${files["pipeline.yaml"]}    cache: false\n` },
    edit: ({ remove }) => remove("ranked.csv"),
  }));

test("many instances with the same reason are told once", () =>
  tells("state-many-instances", {
    files: {
      ...files,
      "pipeline.yaml": files["pipeline.yaml"].replace("[barolo, barbera]", "[barolo, barbera, dolcetto, arneis, favorita]"),
    },
    edit: ({ replace }) => {
      replace("pipeline.yaml", "year: 2024", "year: 2025");
    },
  }));
