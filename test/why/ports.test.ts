import { test } from "vitest";
import { tells } from "./story.ts";

const files = {
  "pipeline.yaml": `name: tasting
stages:
  train:
    run: cp \${{ in.rows }} \${{ out.model }} && printf '{"accuracy":0.%s,"rows":{"train":%s}}' "$(wc -l < \${{ in.rows }})" "$(wc -l < \${{ in.rows }})" > \${{ out.metrics }}
    in: { rows: ./rows.csv }
    out:
      model: ./out/train/model.bin
      metrics: { path: ./out/train/metrics.json, type: metrics }
  judge:
    run: cat \${{ in.model }} \${{ in.metrics }} > \${{ out.verdict }}
    in: { model: train.model, metrics: train.metrics }
    out: { verdict: ./verdict.txt }
  list:
    run: cat \${{ in.rows }} > \${{ out.list }}
    in: { rows: ./rows.csv }
    out: { list: ./list.txt }
`,
  "rows.csv": Buffer.from("barolo\0\nbarbera\0\n"),
  "more.csv": "dolcetto\n",
};

test("an input that was added and one that was removed", () =>
  tells("port-added-removed", {
    files,
    edit: ({ replace }) => {
      replace("pipeline.yaml", "    run: cat ${{ in.model }} ${{ in.metrics }} >", "    run: cat ${{ in.extra }} ${{ in.model }} >");
      replace("pipeline.yaml", "in: { model: train.model, metrics: train.metrics }", "in: { model: train.model, extra: ./more.csv }");
    },
  }));

test("an output that was added, and one that is written elsewhere", () =>
  tells("output-added-moved", {
    files,
    edit: ({ replace }) => {
      replace(
        "pipeline.yaml",
        "    run: cat ${{ in.rows }} > ${{ out.list }}",
        "    run: cat ${{ in.rows }} | tee ${{ out.copy }} > ${{ out.list }}",
      );
      replace("pipeline.yaml", "out: { list: ./list.txt }", "out: { list: ./names.txt, copy: ./copy.txt }");
    },
  }));

test("an output of another type", () =>
  tells("output-type", {
    files,
    edit: ({ replace }) => replace("pipeline.yaml", "out: { list: ./list.txt }", "out: { list: { path: ./list.txt, type: report } }"),
  }));

test("what a stage before made, by stage and digest; of a document its values", () =>
  tells("upstream", {
    files,
    stages: ["judge"],
    edit: async ({ write, run }) => {
      write("rows.csv", Buffer.from("barolo\0\nbarbera\0\narneis\0\n"));
      await run("train");
    },
  }));

test("the format of a file", () =>
  tells("format", {
    files,
    edit: ({ write, replace }) => {
      write("rows.parquet", files["rows.csv"]);
      replace("pipeline.yaml", "    in: { rows: ./rows.csv }\n    out: { list", "    in: { rows: ./rows.parquet }\n    out: { list");
    },
  }));

test("another file", () =>
  tells("path", {
    files,
    edit: ({ replace }) =>
      replace("pipeline.yaml", "    in: { rows: ./rows.csv }\n    out: { list", "    in: { rows: ./more.csv }\n    out: { list"),
  }));

test("a file that became a folder", () =>
  tells("file-to-folder", {
    files,
    edit: ({ remove, write, replace }) => {
      remove("rows.csv");
      write("rows.csv/part.csv", "dolcetto\n");
      const text = files["pipeline.yaml"];
      replace("pipeline.yaml", text.slice(text.indexOf("  train:"), text.indexOf("  list:")), "");
      replace("pipeline.yaml", "run: cat ${{ in.rows }} >", "run: ls ${{ in.rows }} >");
    },
  }));
