import { describe, expect, test } from "vitest";
import type { PlanStage } from "../../engine/graph/plan.ts";
import { digestOf } from "../../engine/key/digest.ts";
import type { Entry } from "../../engine/key/entry.ts";
import { keyOf, makeManifest } from "../../engine/key/make-manifest.ts";
import { asProjectPath, asStageId } from "../../engine/platform/identity.ts";

const entry = (text: string, shape: Entry["shape"] = "file"): Entry => ({ digest: digestOf(text), shape });
const at = [0, 0, 0] as const;

const command: PlanStage = {
  id: asStageId("train"),
  name: "train",
  at,
  does: { kind: "run", command: "python train.py", shell: "sh", cwd: asProjectPath("models"), effect: false },
  inputs: [
    { port: "table", at, gathered: false, from: [{ kind: "file", path: asProjectPath("models/wine.csv") }] },
    { port: "code", at, gathered: false, from: [{ kind: "file", path: asProjectPath("models/train.py") }] },
  ],
  outputs: [{ port: "model", path: asProjectPath("out/train/model"), type: "file", folder: false }],
  with: { map: { rate: { tag: "int", text: "1" } } },
  env: { PYTHONHASHSEED: "0" },
  passEnv: [],
  tools: ["python --version"],
  gates: [],
  needs: [],
  retries: { times: 0, delay: 0, longest: 0, on: [] },
  resources: [],
  rerun: false,
  frozen: false,
  cache: true,
  skipped: false,
};
const inputs = { table: [entry("rows")], code: [entry("print(1)")] };
const tools = { "python --version": "Python 3.11.7" };
const keyWith = (changes: {
  readonly stage?: Partial<PlanStage>;
  readonly inputs?: typeof inputs | Record<string, Entry[]>;
  readonly tools?: Record<string, string>;
}): string =>
  keyOf(makeManifest({ stage: { ...command, ...changes.stage }, inputs: changes.inputs ?? inputs, tools: changes.tools ?? tools })).key;

const [table, code] = command.inputs;
const [model] = command.outputs;
if (table === undefined || code === undefined || model === undefined || command.does.kind !== "run") throw new Error("fixture");
const work = command.does;

const different: Readonly<Record<string, Parameters<typeof keyWith>[0]>> = {
  "the command text": { stage: { does: { ...command.does, command: "python  train.py" } } },
  "a list instead of a string": { stage: { does: { ...command.does, command: ["python", "train.py"] } } },
  "the shell": { stage: { does: { ...command.does, shell: "bash" } } },
  "the working directory": { stage: { does: { ...command.does, cwd: asProjectPath(".") } } },
  "a declared variable": { stage: { env: { PYTHONHASHSEED: "1" } } },
  "no declared variable": { stage: { env: {} } },
  "what a tool says": { tools: { "python --version": "Python 3.12.0" } },
  "no tool": { tools: {} },
  "a param's value": { stage: { with: { map: { rate: { tag: "int", text: "2" } } } } },
  "a param's tag: text": { stage: { with: { map: { rate: { tag: "str", text: "1" } } } } },
  "a param's tag: float": { stage: { with: { map: { rate: { tag: "float", text: "1" } } } } },
  "a param's source text": { stage: { with: { map: { rate: { tag: "int", text: "0x1" } } } } },
  "a param more": { stage: { with: { map: { rate: { tag: "int", text: "1" }, depth: { tag: "int", text: "1" } } } } },
  "an input's content": { inputs: { ...inputs, table: [entry("other rows")] } },
  "an input's executable bit": { inputs: { ...inputs, code: [entry("print(1)", "executable")] } },
  "a folder of the same digest": { inputs: { ...inputs, table: [entry("rows", "directory")] } },
  "an input removed": { stage: { inputs: [table] } },
  "an input under another name": {
    stage: { inputs: [table, { ...code, port: "script" }] },
    inputs: { table: inputs.table, script: inputs.code },
  },
  "an input at another path": { stage: { inputs: [{ ...table, from: [{ kind: "file", path: asProjectPath("models/red.csv") }] }, code] } },
  "an input in another format": {
    stage: { inputs: [{ ...table, from: [{ kind: "file", path: asProjectPath("models/wine.tsv") }] }, code] },
  },
  "an input that is a list of one": { stage: { inputs: [{ ...table, gathered: true }, code] } },
  "an output under another name": { stage: { outputs: [{ ...model, port: "network" }] } },
  "an output at another path": { stage: { outputs: [{ ...model, path: asProjectPath("out/train/network") }] } },
  "an output of another type": { stage: { outputs: [{ ...model, type: "table" }] } },
  "an output that must be a folder": { stage: { outputs: [{ ...model, folder: true }] } },
  "an output more": { stage: { outputs: [model, { ...model, port: "log", path: asProjectPath("out/train/log") }] } },
  "an output less": { stage: { outputs: [] } },
};

describe("a key changes with", () => {
  test.each(Object.keys(different))("%s", (name) => expect(keyWith(different[name] ?? {})).not.toBe(keyWith({})));

  test("each of them in its own way", () => {
    const keys = Object.values(different).map(keyWith);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("a working directory beside, from which every path is the same", () => {
    const from = [{ kind: "file", path: asProjectPath("data/wine.csv") }] as const;
    const keyIn = (folder: string): string =>
      keyWith({ stage: { does: { ...work, cwd: asProjectPath(folder) }, inputs: [{ ...table, from }] } });
    expect(keyIn("models")).not.toBe(keyIn("drafts"));
  });
});

const same: Readonly<Record<string, Partial<PlanStage>>> = {
  "the stage's name": { id: asStageId("fit"), name: "fit" },
  "variables that are only passed": { passEnv: ["TOKEN"] },
  gates: { gates: [{ text: "accuracy > 0", at, metric: "accuracy", operator: ">", threshold: 0 }] },
  "order only": { needs: [asStageId("validate")] },
  timeouts: { timeout: 1000 },
  retries: { retries: { times: 3, delay: 10, longest: 10, on: [] } },
  resources: { resources: [{ pool: "cpu", at, first: 2, times: 1 }] },
  "where it stands in the file": { at: [0, 5, 9] },
  "not being cached": { cache: false },
};

describe("a key does not change with", () => {
  test.each(Object.keys(same))("%s", (name) => expect(keyWith({ stage: same[name] ?? {} })).toBe(keyWith({})));
});

describe("a kind", () => {
  const kind = (changes: object): string => {
    const stageKind = {
      name: "train",
      version: 1,
      description: "",
      ports: { in: {}, out: {} },
      with: true,
      work: { run: async () => undefined },
    };
    const module = {
      bundle: "/x.mjs",
      modules: { "kind.ts": digestOf("a"), "helper.ts": digestOf("b") },
      packages: { semver: "7.8.6 sha512-x" },
    };
    return keyWith({
      stage: { does: { kind: "uses", stageKind: { ...stageKind, ...changes }, effect: false, module: { ...module, ...changes } } },
    });
  };
  test("changes the key with its version, each of its modules and each package outside", () => {
    const keys = [
      kind({}),
      kind({ version: 2 }),
      kind({ name: "fit" }),
      kind({ modules: { "kind.ts": digestOf("a"), "helper.ts": digestOf("c") } }),
      kind({ modules: { "kind.ts": digestOf("a") } }),
      kind({ packages: { semver: "7.8.7 sha512-x" } }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
  test("of Millrace's own changes the key with the libraries that shape its bytes", () => {
    const builtIn = (libraries: readonly string[]): string => {
      const stageKind = {
        name: "train",
        version: 1,
        description: "",
        libraries,
        ports: { in: {}, out: {} },
        with: true,
        work: { run: async () => undefined },
      };
      return keyWith({ stage: { does: { kind: "uses", stageKind, effect: false } } });
    };
    expect(builtIn(["apache-arrow"])).not.toBe(builtIn([]));
    expect(builtIn(["apache-arrow"])).not.toBe(builtIn(["csv-parse"]));
  });
  test("does not know where its bundle is, nor its files' names", () => {
    const moved: PlanStage["inputs"] = [{ ...table, from: [{ kind: "file", path: asProjectPath("elsewhere/renamed.csv") }] }];
    const stageKind = {
      name: "train",
      version: 1,
      description: "",
      ports: { in: {}, out: {} },
      with: true,
      work: { run: async () => undefined },
    };
    const does: PlanStage["does"] = { kind: "uses", stageKind, effect: false };
    expect(keyWith({ stage: { does, inputs: moved } })).toBe(keyWith({ stage: { does, inputs: [table] } }));
  });
});

test("a kind that may be told which type came has it in its key", () => {
  const keyOfType = (type: "table" | "file" | "list"): string => {
    const from = [{ kind: "stage", stage: asStageId("clean"), port: "rows", path: asProjectPath("out/clean/rows.csv"), type }] as const;
    const ports = { in: { rows: { type: ["table", "file"], description: "Rows." } }, out: {} } as const;
    const kind = { name: "clip", version: 1, description: "Clips.", ports, with: {}, work: { run: async () => {} } };
    const stage: PlanStage = {
      ...command,
      does: { kind: "uses", stageKind: kind, effect: false },
      inputs: [{ port: "rows", at, gathered: false, from }],
    };
    return keyOf(makeManifest({ stage, inputs: { rows: [entry("rows")] }, tools: {} })).key;
  };
  expect(new Set([keyOfType("table"), keyOfType("file"), keyOfType("list")]).size).toBe(3);
});
