import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CommandWork, Plan } from "../../engine/graph/plan.ts";
import { loadPipeline } from "../../engine/spec/load-pipeline.ts";
import { brief, faultsOf, planOf, project, stageOf } from "./project.ts";

const commandOf = (plan: Plan, id: string): CommandWork["command"] => {
  const { does } = stageOf(plan, id);
  if (does.kind !== "run") throw new Error(`${id} is no command`);
  return does.command;
};

const sourcesOf = (plan: Plan, id: string): readonly string[] =>
  stageOf(plan, id).inputs.flatMap(({ from }) =>
    from.map((source) => (source.kind === "file" ? source.path : `${source.stage}.${source.port}`)),
  );

describe("templates", () => {
  test("keep their type alone, and their source text inside text", async () => {
    const plan = await planOf(`
params: { rate: 1e-5, epochs: 60, fast: true, layers: [{ dense: 32 }] }
stages:
  train:
    run: echo
    with:
      rate: \${{ params.rate }}
      quoted: "\${{ params.epochs }}"
      fast: \${{ params.fast }}
      layers: \${{ params.layers }}
      label: at \${{ params.rate }}, \${{ params.fast }}
      first: \${{ params.layers.0.dense }}
`);
    expect(stageOf(plan, "train").with).toEqual({
      map: {
        rate: { tag: "float", text: "1e-5" },
        quoted: { tag: "int", text: "60" },
        fast: { tag: "bool", text: "true" },
        layers: { list: [{ map: { dense: { tag: "int", text: "32" } } }] },
        label: { tag: "str", text: "at 1e-5, true" },
        first: { tag: "int", text: "32" },
      },
    });
  });

  test("in a command name what was declared, relative to cwd, each one word", async () => {
    const plan = await planOf(
      `
params: { title: it's wine }
stages:
  report:
    run: ./make.sh \${{ in.table }} \${{ out.report }} \${{ params.title }} \${{ with.size }} \${{ env.LEVEL }} "\${HOME}"
    cwd: ./scripts
    in: { table: ./data/red wine.csv, code: ./scripts/make.sh }
    out: { report: ./reports/wine.md }
    env: { LEVEL: \${{ params.title }}! }
    with: { size: \${{ params.title }} }
    tools: [python --version]
`.replace(/\{ (LEVEL|size): (.*) \}/g, '{ $1: "$2" }'),
      { "data/red wine.csv": "", "scripts/make.sh": "" },
    );
    const stage = stageOf(plan, "report");
    expect(commandOf(plan, "report")).toBe(
      `./make.sh '../data/red wine.csv' ../reports/wine.md 'it'\\''s wine' 'it'\\''s wine' 'it'\\''s wine!' "\${HOME}"`,
    );
    expect({ env: stage.env, tools: stage.tools, cwd: stage.does.kind === "run" && stage.does.cwd }).toEqual({
      env: { LEVEL: "it's wine!" },
      tools: ["python --version"],
      cwd: "scripts",
    });
  });

  test("in an argv are not quoted, and a list of paths becomes as many arguments", async () => {
    const plan = await planOf(`
params: { title: it's wine }
stages:
  part:
    matrix: { n: [1, 2] }
    run: [touch, "\${{ out.part }}"]
    out: { part: }
  join:
    run: [cat, "\${{ in.parts }}", "--title=\${{ params.title }}"]
    in: { parts: part.part }
`);
    expect(commandOf(plan, "join")).toEqual(["cat", "out/part@1/part", "out/part@2/part", "--title=it's wine"]);
  });

  test("a random text comes out of printf unchanged, through a real sh", async () => {
    const texts = fc
      .sample(fc.string({ unit: "binary", maxLength: 12 }), { numRuns: 60, seed: 11 })
      .map((text) => text.replaceAll(/[\0\u007f-\u009f\ufeff\ufffe\uffff]/g, ""));
    const stages = texts.map(
      (text, index) => `  s${index}:\n    run: printf '%s\\0' \${{ with.text }}\n    with: { text: ${JSON.stringify(text)} }\n`,
    );
    const plan = await planOf(`stages:\n${stages.join("")}`);
    const commands = texts.map((_, index) => commandOf(plan, `s${index}`)).join("\n");
    expect(execFileSync("sh", ["-e", "-c", commands]).toString("utf8").split("\0").slice(0, -1)).toEqual(texts);
  });
});

describe("a matrix", () => {
  const yaml = `
stages:
  split:
    run: touch \${{ out.rows }}
    out: { rows: }
  train:
    matrix: { model: [mlp, cnn], seed: [1, 2], exclude: [{ model: cnn, seed: 2 }], include: [{ model: rnn, seed: 1 }, { model: mlp, size: 32 }] }
    run: touch \${{ out.model }}
    in: { rows: split.rows }
    out: { model: { type: model } }
  evaluate:
    matrix: { seed: [1, 2] }
    run: touch \${{ out.metrics }}
    in: { models: train.model, rows: split.rows }
    out: { metrics: { type: metrics } }
  each:
    matrix: { model: [mlp, cnn], seed: [1] }
    run: echo
    in: { model: train.model, metrics: evaluate.metrics }
  compare:
    run: echo
    in: { metrics: evaluate.metrics, one: train@rnn-1.model }
    after: [each]
`;

  test("is named, paired by equal values, and gathered where an axis is missing", async () => {
    const plan = await planOf(yaml);
    expect([...plan.stages.keys()]).toEqual([
      "split",
      "train@mlp-1",
      "train@mlp-2",
      "train@cnn-1",
      "train@rnn-1",
      "evaluate@1",
      "evaluate@2",
      "each@mlp-1",
      "each@cnn-1",
      "compare",
    ]);
    expect(sourcesOf(plan, "evaluate@1")).toEqual(["train@mlp-1.model", "train@cnn-1.model", "train@rnn-1.model", "split.rows"]);
    expect(sourcesOf(plan, "evaluate@2")).toEqual(["train@mlp-2.model", "split.rows"]);
    expect(sourcesOf(plan, "each@cnn-1")).toEqual(["train@cnn-1.model", "evaluate@1.metrics"]);
    expect(sourcesOf(plan, "compare")).toEqual(["evaluate@1.metrics", "evaluate@2.metrics", "train@rnn-1.model"]);
    expect(stageOf(plan, "evaluate@2").inputs.map(({ port, gathered }) => [port, gathered])).toEqual([
      ["models", true],
      ["rows", false],
    ]);
    expect(stageOf(plan, "each@mlp-1").inputs.map(({ gathered }) => gathered)).toEqual([false, false]);
    expect(stageOf(plan, "compare").needs).toEqual(["evaluate@1", "evaluate@2", "train@rnn-1", "each@mlp-1", "each@cnn-1"]);
    expect(stageOf(plan, "train@mlp-1").outputs).toEqual([{ port: "model", path: "out/train@mlp-1/model", type: "model", folder: true }]);
  });

  test("values that are no names count by axis and index", async () => {
    const plan = await planOf(`
stages:
  train:
    matrix: { rate: [0.1, 1e-3, "a b"], layers: [[32], [32, 16]] }
    run: echo \${{ matrix.rate }}
`);
    expect([...plan.stages.keys()]).toEqual([
      "train@rate0-layers0",
      "train@rate0-layers1",
      "train@1e-3-layers0",
      "train@1e-3-layers1",
      "train@rate2-layers0",
      "train@rate2-layers1",
    ]);
    expect(commandOf(plan, "train@rate2-layers1")).toBe("echo 'a b'");
  });
});

describe("a kind", () => {
  test("gives ports, default paths with extensions, types, roles, and defaults that enter the key", async () => {
    const plan = await planOf(
      `
stages:
  split:
    uses: split
    in: { table: ./data/wine.csv }
    with: { fractions: { train: 0.70, test: 0.30 }, seed: 7 }
`,
      { "data/wine.csv": "" },
    );
    const stage = stageOf(plan, "split");
    expect(stage.outputs).toEqual([
      { port: "train", path: "out/split/train.arrow", type: "table", folder: false, role: "train" },
      { port: "validation", path: "out/split/validation.arrow", type: "table", folder: false, role: "validation" },
      { port: "test", path: "out/split/test.arrow", type: "table", folder: false, role: "test" },
    ]);
    expect(stage.with).toMatchObject({
      map: { fractions: { map: { train: { tag: "float", text: "0.70" } } }, seed: { tag: "int", text: "7" } },
    });
    expect(stage.with).toMatchObject({ map: { strategy: { tag: "str" } } });
  });
});

describe("when and after", () => {
  const yaml = `
params: { publish: false }
stages:
  train:
    run: touch \${{ out.model }}
    out: { model: }
  publish:
    when: params.publish
    run: cp \${{ in.model }} \${{ out.copy }}
    in: { model: train.model }
    out: { copy: }
  announce:
    run: cat \${{ in.copy }}
    in: { copy: publish.copy, missing: ./announcement.md }
  tidy:
    run: echo
    after: [publish]
`;

  test("a false condition skips the stage and what takes its data, not what only comes after", async () => {
    const plan = await planOf(yaml);
    expect([...plan.stages.values()].filter(({ skipped }) => skipped).map(({ id }) => id)).toEqual(["publish", "announce"]);
    expect(stageOf(plan, "tidy").needs).toEqual(["publish"]);
  });

  test("a param of the command line counts, and then what is missing is missing", async () => {
    const { plan, diagnostics } = await project({ "pipeline.yaml": yaml }).compile({ settings: ["publish=true"] });
    expect(plan).toBeUndefined();
    expect(brief(diagnostics)).toEqual(["missing-file 14:40: there is no file `announcement.md`"]);
  });
});

describe("a selection", () => {
  const yaml = `
stages:
  split: { run: "touch x > \${{ out.rows }}", out: { rows: } }
  train: { run: "touch \${{ in.rows }} > \${{ out.model }}", in: { rows: split.rows }, out: { model: } }
  report: { run: cat, in: { model: train.model, notes: ./notes.md } }
`;
  test("takes what it needs, and looks for the files of what is selected alone", async () => {
    const { compile } = project({ "pipeline.yaml": yaml });
    const { plan } = await compile({ selection: ["train"] });
    expect({ selected: [...(plan?.selected ?? [])], complete: plan?.complete, stages: plan?.stages.size }).toEqual({
      selected: ["split", "train"],
      complete: false,
      stages: 3,
    });
    expect([...((await compile({ selection: ["train"], only: true })).plan?.selected ?? [])]).toEqual(["train"]);
    expect(brief((await compile()).diagnostics)).toEqual(["missing-file 5:56: there is no file `notes.md`"]);
  });

  test("of everything is complete", async () => {
    const { compile } = project({ "pipeline.yaml": yaml, "notes.md": "" });
    expect([(await compile()).plan?.complete, (await compile({ selection: ["split+"] })).plan?.complete]).toEqual([true, true]);
  });
});

describe("several pipelines of a project", () => {
  test("may not write to each other's paths", async () => {
    const { folder, platform, compile } = project({
      "wine.pipeline.yaml": "stages:\n  report:\n    run: echo > ${{ out.page }}\n    out: { page: ./Reports/page.md }\n",
      "beer.pipeline.yaml":
        "stages:\n  report:\n    run: echo > ${{ out.page }}\n    out: { page: ./reports/page.md, notes: }\n  split:\n    uses: split\n",
      "pipeline.yaml": "stages:\n  beer:\n    run: echo > ${{ out.split }}\n    out: { split: }\n",
    });
    const beer = await loadPipeline({ platform, file: `${folder}/beer.pipeline.yaml` });
    const otherPipelines = beer.pipeline ? [beer.pipeline] : [];
    expect(brief((await compile({ file: "wine.pipeline.yaml", otherPipelines })).diagnostics)).toEqual([
      "output-overlap 4:18: output `page` of stage `report` overlaps output `page` of stage `report` in beer.pipeline.yaml | give each output a path of its own, or leave the path out",
    ]);
    expect(brief((await compile({ otherPipelines })).diagnostics)).toEqual([
      "output-overlap 4:12: output `split` of stage `beer` overlaps an output of stage `split` in beer.pipeline.yaml | give each output a path of its own, or leave the path out",
    ]);
  });
});

test("what every run rewrites is no input", async () => {
  const text = `
stages:
  log: { run: "ls \${{ in.i }}", in: { i: ./.millrace/logs } }
  lock: { run: "cat \${{ in.i }}", in: { i: ./pipeline.lock.json } }
  all: { run: "ls \${{ in.i }}", in: { i: . } }
  plan: { run: "cat \${{ in.i }}", in: { i: ./pipeline.yaml } }
`;
  const faults = await faultsOf(text, { ".millrace/logs/a": "", "pipeline.lock.json": "" });
  const hint = "name the files and folders that it reads";
  expect(faults).toEqual([
    `output-is-input 3:42: input \`i\` of stage \`log\` reads Millrace's own folder | ${hint}`,
    `output-is-input 4:44: input \`i\` of stage \`lock\` reads the lock | ${hint}`,
    `output-is-input 5:42: input \`i\` of stage \`all\` reads Millrace's own folder | ${hint}`,
    `output-is-input 5:42: input \`i\` of stage \`all\` reads the lock | ${hint}`,
  ]);
});

test("a matrix with a fault is that one fault, not also an unknown stage wherever it is referred to", async () => {
  const text = `
stages:
  grind: { matrix: { grade: [] }, run: "echo > \${{ out.o }}", out: { o: } }
  sift: { run: "cat \${{ in.i }} > \${{ out.o }}", in: { i: grind.o }, out: { o: } }
  bake: { run: "cat \${{ in.i }} > \${{ out.o }}", in: { i: grind@fine.o }, after: grind, out: { o: } }
`;
  expect(await faultsOf(text)).toEqual(["matrix-empty 3:29: axis `grade` has no values | leave the axis out, or give it values"]);
});

test("a link does not hide that two stages write one file, or that one reads what another writes", async () => {
  const text = `
stages:
  grind: { run: "echo > \${{ out.o }}", out: { o: ./flour/rye } }
  sift: { run: "echo > \${{ out.o }}", out: { o: ./latest/rye } }
  bake: { run: "cat \${{ in.i }} > \${{ out.o }}", in: { i: ./rye }, out: { o: ./scratch/bread } }
`;
  const { folder, compile } = project({ "pipeline.yaml": text, "flour/rye": "" });
  symlinkSync("flour", join(folder, "latest"));
  symlinkSync("latest/rye", join(folder, "rye"));
  symlinkSync(tmpdir(), join(folder, "scratch"));
  expect(brief((await compile()).diagnostics)).toEqual([
    "output-overlap 4:49: output `o` of stage `sift` overlaps output `o` of stage `grind` | give each output a path of its own, or leave the path out",
    "output-is-input 5:59: input `i` of stage `bake` is output `o` of stage `sift` | write `sift.o`",
  ]);
});

test("a working directory that is reached by a link is refused: `../` would lead elsewhere", async () => {
  const text = "stages:\n  train:\n    run: cat ${{ in.table }}\n    cwd: ./linked\n    in: { table: ./a.csv }\n";
  const { folder, compile } = project({ "pipeline.yaml": text, "a.csv": "", "deep/inside/train.py": "" });
  symlinkSync("deep/inside", join(folder, "linked"));
  expect(brief((await compile()).diagnostics)).toEqual([
    "linked-cwd 4:10: `cwd` of stage `train` is reached by a link | name the folder itself, or leave `cwd` out",
  ]);
});

describe("undeclared inputs", () => {
  test.each([
    ["cat data/*.csv", "data: ./data"],
    ["cp -r data", "data: ./data"],
    ["find data -name '*.csv'", "data: ./data"],
    ["for f in ./data/20??/*; do cat $f; done", "data: ./data"],
    ['cat "$PWD/data/a.csv" ${PWD}/data/a.csv', "a: ./data/a.csv"],
    [`python -c "print(open('data/a.csv').read())"`, "a: ./data/a.csv"],
    [`node -e 'require("./train.js")'`, "code: ./train.js"],
  ])("%s", async (command, line) => {
    const text = `stages:\n  train:\n    run: |\n      ${command} > model\n    out: { model: ./model }\n`;
    const faults = await faultsOf(text, { "data/a.csv": "", "train.js": "" });
    expect(faults).toEqual([expect.stringMatching(/^undeclared-input /)]);
    expect(faults[0]).toContain(line);
  });

  test("patterns of what is declared, of the working directory and of text are fine", async () => {
    const command = `cat data/*.csv *.md; grep -E 'a.*/b' data/a.csv; awk '/a*/ { print "a.b" }' data/a.csv; ls reports/*`;
    const text = `stages:\n  train:\n    run: |\n      ${command} > reports/model\n    in: { data: ./data }\n    out: { model: ./reports/model }\n`;
    expect(await faultsOf(text, { "data/a.csv": "", "README.md": "", "reports/model": "" })).toEqual([]);
  });

  test("declared folders, outputs, options, programs and words that are no files are fine", async () => {
    expect(
      await faultsOf(
        `
stages:
  train:
    run: |
      # train.py is explained in README.md
      mkdir -p ./reports/plots && test -d data && python src/train.py --rate=0.1 data/a.csv data/b.csv "$HOME/notes.md" http://example.org/README.md
      echo done > reports/plots/loss.svg
    in: { code: ./src, data: ./data }
    out: { plots: ./reports/plots/ }
`,
        {
          "src/train.py": "",
          "data/a.csv": "",
          "data/b.csv": "",
          "README.md": "",
          "notes.md": "",
          "reports/plots/loss.svg": "",
          mkdir: "",
          "train.py": "",
        },
      ),
    ).toEqual([]);
  });
});
