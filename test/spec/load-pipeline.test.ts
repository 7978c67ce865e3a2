import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import { type Loaded, loadPipeline } from "../../engine/spec/load-pipeline.ts";
import type { Pipeline, SourceValue } from "../../engine/spec/pipeline.ts";
import { plainValue } from "../../engine/spec/plain-value.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const rich = `
name: wine
description: Three cultivars.
params: { seed: 7, rate: 1e-5, deploy: no, day: 2026-11-25, size: 0x10 }
env: { LEVEL: high, SEED: 1 }
passEnv: [TOKEN]
resources: { cpu: 1, memory: 2GiB }
stages:
  validate:
    uses: validate
    in: { table: ./data/wine.csv, schema: ./wine.table.yaml }
  train:
    run: [python, train.py, --epochs, 5]
    as: train
    in: { code: ./train.py, tables: [validate.table, ./more.csv] }
    out: { model: ./model/, report: , metrics: { path: ./m.json, type: metrics, role: test } }
    with: { epochs: \${{ params.epochs }} }
    env: { SEED: "\${{ matrix.seed }}" }
    passEnv: [HOST, TOKEN]
    tools: [python --version]
    cwd: ./src
    shell: bash
    after: validate
    matrix: { seed: [1, 2], include: [{ seed: 3 }], exclude: [{ seed: 1 }] }
    when: params.deploy == true
    gate: accuracy >= 0.9
    timeout: 1h30m
    retries: { times: 2, delay: 500ms, on: [timeout, 137] }
    resources: { memory: 512MB, gpu: 1, licence: 2 }
    rerun: always
    frozen: true
    cache: false
    undeclared: allow
    description: Fits it.
`.replace("epochs: ${{ params.epochs }}", 'epochs: "${{ params.epochs }}"');

async function load(
  folder: string,
  { file = "pipeline.yaml", ...more }: Partial<Parameters<typeof loadPipeline>[0]> = {},
): Promise<Loaded> {
  const machine = nodePlatform();
  const platform = { ...machine, environment: { ...machine.environment, workingDirectory: folder } };
  return loadPipeline({ platform, file: join(folder, file), ...more });
}

function project(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

async function params(folder: string, request: Partial<Parameters<typeof loadPipeline>[0]> = {}): Promise<unknown> {
  const { pipeline, diagnostics } = await load(folder, request);
  expect(diagnostics).toEqual([]);
  return pipeline === undefined ? undefined : JSON.parse(JSON.stringify(plainValue(pipeline.params)));
}

/** Without places, values by tag and text. */
const bare = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, member) =>
      key === "at" || key === "keyAt" || key === "sources" || key === "projectRoot" ? undefined : member,
    ),
  );

const minimal = "stages:\n  first:\n    run: echo one\n";

describe("a whole pipeline file", () => {
  test("becomes a pipeline with every value and default", async () => {
    const { pipeline, diagnostics } = await load(project({ "pipeline.yaml": rich }));
    expect(diagnostics).toEqual([]);
    expect(bare(pipeline)).toMatchSnapshot();
  });

  test("keeps the place of each value", async () => {
    const { pipeline } = await load(project({ "pipeline.yaml": rich }));
    const shown = (span: readonly [number, number, number] | undefined) => (span === undefined ? undefined : rich.slice(span[1], span[2]));
    const train = pipeline?.stages[1];
    expect(
      [train?.name.at, train?.cwd?.at, train?.gate[0]?.at, train?.in[1]?.from[1]?.at, train?.matrix?.axes[0]?.values.at].map(shown),
    ).toEqual(["train", "./src", "accuracy >= 0.9", "./more.csv", "[1, 2]"]);
  });

  test("is the same with a byte order mark and Windows line breaks, but for its places", async () => {
    const unix = await load(project({ "pipeline.yaml": rich }));
    const windows = await load(project({ "pipeline.yaml": `\uFEFF${rich.replaceAll("\n", "\r\n")}` }));
    expect(windows.diagnostics).toEqual([]);
    expect(bare(windows.pipeline)).toEqual(bare(unix.pipeline));
  });

  test("that is not there is said to be missing", async () => {
    const { pipeline, diagnostics } = await load(temporaryFolder());
    expect(pipeline).toBeUndefined();
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([["no-pipeline", "there is no pipeline file `pipeline.yaml`"]]);
  });
});

describe("the project's paths", () => {
  const paths = (pipeline: Pipeline | undefined) => [
    pipeline?.file,
    pipeline?.folder,
    pipeline?.outputRoot,
    pipeline?.lockFile,
    pipeline?.name,
  ];

  test("of pipeline.yaml, with its own folder as the project", async () => {
    const { pipeline } = await load(project({ "pipeline.yaml": `name: wine\n${minimal}` }));
    expect(paths(pipeline)).toEqual(["pipeline.yaml", ".", "out", "pipeline.lock.json", "wine"]);
  });

  test("of NAME.pipeline.yaml below a folder with millrace.config.yaml, which counts more than a nearer git root", async () => {
    const folder = project({ "millrace.config.yaml": "", "models/.git/HEAD": "", "models/beer/red.pipeline.yaml": minimal });
    const { pipeline } = await load(folder, { file: "models/beer/red.pipeline.yaml" });
    expect(pipeline?.projectRoot).toBe(folder);
    expect(paths(pipeline)).toEqual([
      "models/beer/red.pipeline.yaml",
      "models/beer",
      "models/beer/out/red",
      "models/beer/red.pipeline.lock.json",
      "red",
    ]);
  });

  test("below a git root, and named by its folder", async () => {
    const folder = project({ ".git/HEAD": "", "wine/pipeline.yaml": minimal });
    const { pipeline } = await load(folder, { file: "wine/pipeline.yaml" });
    expect(pipeline?.projectRoot).toBe(folder);
    expect(paths(pipeline)).toEqual(["wine/pipeline.yaml", "wine", "wine/out", "wine/pipeline.lock.json", "wine"]);
  });
});

describe("params", () => {
  const own = `params: { seed: 7, training: { epochs: 60, rate: 0.1 } }\n${minimal}`;

  test("come from the file itself", async () => {
    expect(await params(project({ "pipeline.yaml": own }))).toEqual({ seed: 7, training: { epochs: 60, rate: 0.1 } });
  });

  test("or from a file that it names, relative to it", async () => {
    const folder = project({ "wine/pipeline.yaml": `params: ./params.yaml\n${minimal}`, "wine/params.yaml": "seed: 8\n" });
    expect(await params(folder, { file: "wine/pipeline.yaml" })).toEqual({ seed: 8 });
  });

  test("are merged deeply with files, then with settings; later ones win", async () => {
    const folder = project({
      "pipeline.yaml": own,
      "few.yaml": "training: { epochs: 5 }\nextra: 1\n",
      "fewer.yaml": "training: { epochs: 4 }\n",
    });
    expect(await params(folder, { paramFiles: ["few.yaml", "fewer.yaml"] })).toEqual({
      seed: 7,
      training: { epochs: 4, rate: 0.1 },
      extra: 1,
    });
    expect(
      await params(folder, { paramFiles: ["few.yaml"], settings: ["training.epochs=3", "training={ rate: 1 }", "seed=[1, 2]"] }),
    ).toEqual({
      seed: [1, 2],
      training: { epochs: 3, rate: 1 },
      extra: 1,
    });
  });

  test("set on the command line are YAML, and point there", async () => {
    const { pipeline } = await load(project({ "pipeline.yaml": own }), { settings: ["seed='7'", "training.epochs="] });
    expect(bare(pipeline?.params)).toEqual({
      kind: "map",
      entries: [
        { key: "seed", value: { kind: "scalar", tag: "str", text: "7" } },
        {
          key: "training",
          value: {
            kind: "map",
            entries: [
              { key: "epochs", value: { kind: "scalar", tag: "null", text: "" } },
              { key: "rate", value: { kind: "scalar", tag: "float", text: "0.1" } },
            ],
          },
        },
      ],
    });
    const seed = pipeline?.params.entries[0]?.value as SourceValue;
    expect(pipeline?.sources[seed.at[0]]).toEqual({ name: "--set", text: "seed='7'" });
    expect("seed='7'".slice(seed.at[1], seed.at[2])).toBe("'7'");
  });

  test("a map of params is not replaced by a value without a word", async () => {
    const { diagnostics } = await load(project({ "pipeline.yaml": own }), { settings: ["training=3"] });
    expect(diagnostics.map(({ code, message, why, hint }) => ({ code, message, why, hint }))).toEqual([
      {
        code: "wrong-type",
        message: "the param `training` is a map, and `--set` would replace it by a value",
        why: "`training.epochs` and `training.rate` would be gone",
        hint: "set one of them: `--set training.epochs=…`",
      },
    ]);
    const merged = await load(project({ "pipeline.yaml": own }), { settings: ["training={ epochs: 3 }"] });
    expect(merged.diagnostics).toEqual([]);
  });

  test("of a file that is not there are an error", async () => {
    const { diagnostics } = await load(project({ "pipeline.yaml": own }), { paramFiles: ["few.yaml"] });
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ["missing-file", "the params file `few.yaml` does not exist"],
    ]);
  });
});

describe("the cache of located trees", () => {
  const records = (folder: string) => readdirSync(join(folder, ".millrace", "state", "source"));

  test("gives the same pipeline, places included", async () => {
    const folder = project({ "pipeline.yaml": rich.replace(/params: .*/, "params: ./params.yaml"), "params.yaml": "seed: 7\n" });
    const first = await load(folder);
    expect(records(folder)).toHaveLength(2);
    expect(await load(folder)).toEqual(first);
    expect(readFileSync(join(folder, ".millrace", ".gitignore"), "utf8")).toBe("*\n");
  });

  test("is what the second load reads", async () => {
    const folder = project({ "pipeline.yaml": "name: wine\nstages:\n  first:\n    run: echo one\n" });
    await load(folder);
    const record = join(folder, ".millrace", "state", "source", records(folder)[0] ?? "");
    writeFileSync(record, readFileSync(record, "utf8").replace("echo one", "echo two"));
    expect((await load(folder)).pipeline?.stages[0]?.does).toMatchObject({ command: { value: "echo two" } });
  });

  test("is not believed where it is damaged, and is not needed", async () => {
    const folder = project({ "pipeline.yaml": minimal });
    const first = await load(folder);
    writeFileSync(join(folder, ".millrace", "state", "source", records(folder)[0] ?? ""), "[0, ");
    expect(await load(folder)).toEqual(first);
    const blocked = project({ "pipeline.yaml": minimal, ".millrace": "a file where the folder should be" });
    expect(bare((await load(blocked)).pipeline?.stages)).toEqual(bare(first.pipeline?.stages));
  });

  test("holds no file with a fault", async () => {
    const folder = project({ "pipeline.yaml": `${minimal}    tiemout: 5s\n` });
    expect((await load(folder)).diagnostics).toHaveLength(1);
    expect((await load(folder)).diagnostics).toHaveLength(1);
    expect(() => records(folder)).toThrow();
  });

  test("keeps params and pipelines apart: a params file is not a checked pipeline", async () => {
    const text = "stages: { first: { run: 5 } }\n";
    const folder = project({ "params.yaml": text, "pipeline.yaml": `params: ./params.yaml\n${minimal}`, "other.pipeline.yaml": text });
    expect((await load(folder)).diagnostics).toEqual([]);
    expect((await load(folder, { file: "other.pipeline.yaml" })).diagnostics.map(({ code }) => code)).toEqual(["wrong-type"]);
  });

  test("is emptied before it grows without bound", async () => {
    const folder = project({ "pipeline.yaml": minimal });
    await load(folder);
    for (let index = 0; index < 70; index += 1) {
      writeFileSync(join(folder, "pipeline.yaml"), `${minimal}# ${index}\n`);
      await load(folder);
    }
    expect(records(folder).length).toBeLessThanOrEqual(64);
  });
});

test("a stage with a fault stays in the draft, and is marked", async () => {
  const text =
    "stages:\n  first:\n    run: echo one\n    timeout: 5\n  second:\n    in: { a: first.note }\n  third:\n    run: echo three\n";
  const { pipeline, diagnostics } = await load(project({ "pipeline.yaml": text }));
  expect(diagnostics.map(({ code }) => code)).toEqual(["wrong-type", "missing-key"]);
  expect(pipeline?.stages.map(({ name, does, incomplete }) => [name.value, does.kind, incomplete])).toEqual([
    ["first", "run", true],
    ["second", "missing", true],
    ["third", "run", false],
  ]);
});

test("a pipeline file that may not be read is not said to be missing", async () => {
  const folder = project({ "pipeline.yaml": minimal });
  const read = (): never => {
    throw Object.assign(new Error("EACCES: permission denied"), { code: "EACCES", syscall: "open" });
  };
  const machine = nodePlatform();
  const loaded = await loadPipeline({ platform: { ...machine, disk: { ...machine.disk, read } }, file: join(folder, "pipeline.yaml") });
  expect(loaded.diagnostics).toMatchObject([{ code: "no-pipeline", message: expect.stringMatching(/pipeline\.yaml` cannot be read$/) }]);
});
