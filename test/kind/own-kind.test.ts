import { readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../engine/diagnostics/diagnostic.ts";
import { loadStageKind } from "../../engine/kind/catalogue.ts";
import { loadKind } from "../../engine/kind/load-kind.ts";
import type { LoadedKind } from "../../engine/kind/loaded-kind.ts";
import { asProjectPath } from "../../engine/platform/identity.ts";
import { millraceVersion } from "../../engine/platform/version.ts";
import { project } from "../graph/project.ts";

const kindText = ({ version = 1, body = "scale(context)" } = {}): string => `
import { scale } from "./scale";
export default {
  name: "rescale",
  version: ${version},
  description: "Scales a table.",
  ports: {
    in: { table: { type: "table", description: "Rows." } },
    out: { table: { type: "table", description: "Scaled rows." } },
  },
  with: { type: "object", additionalProperties: false, properties: { factor: { type: "number", default: 2 } } },
  work: { run: async (context) => ${body} },
};
`;

function kindProject(files: Readonly<Record<string, string>>) {
  const { folder, platform, write } = project(files);
  const load = (uses: string) => loadKind({ uses, folder: asProjectPath("."), projectRoot: folder, platform });
  const loaded = async (uses: string): Promise<LoadedKind> => {
    const result = await load(uses);
    if (!result.ok) throw new Error(JSON.stringify(result.failure));
    return result.value;
  };
  const fault = async (uses: string): Promise<Diagnostic> => {
    const result = await load(uses);
    if (result.ok) throw new Error(`${uses} was loaded`);
    return result.failure;
  };
  return { folder, write, loaded, fault };
}

describe("a kind of one's own", () => {
  test("is described from its bundle, names its modules, and fills in its defaults", async () => {
    const { loaded } = kindProject({ "rescale.ts": kindText(), "scale.ts": "export const scale = (context: unknown) => context;\n" });
    const kind = await loaded("./rescale.ts");
    expect(Object.keys(kind.module?.modules ?? {}).sort()).toEqual(["rescale.ts", "scale.ts"]);
    expect(kind.module?.packages).toEqual({});
    expect({ name: kind.kind.name, version: kind.kind.version, ports: Object.keys(kind.kind.ports.in) }).toEqual({
      name: "rescale",
      version: 1,
      ports: ["table"],
    });
    const options = {};
    expect(kind.checkWith(options)).toEqual([]);
    expect(options).toEqual({ factor: 2 });
    expect(kind.checkWith({ factr: 3 })).toMatchObject([{ keyword: "additionalProperties" }]);
    expect((await loadStageKind({ module: kind.module?.bundle ?? "" })).name).toBe("rescale");
  });

  test("keeps its facts while nothing changes, and its comments are part of them", async () => {
    const files = { "rescale.ts": kindText(), "scale.ts": "export const scale = (context: unknown) => context;\n" };
    const { loaded, write } = kindProject(files);
    const first = await loaded("./rescale.ts");
    expect((await loaded("./rescale.ts")).module).toEqual(first.module);
    write({ "scale.ts": `${files["scale.ts"]}// a note\n` });
    const second = await loaded("./rescale.ts");
    expect(second.module?.modules["rescale.ts"]).toBe(first.module?.modules["rescale.ts"]);
    expect(second.module?.modules["scale.ts"]).not.toBe(first.module?.modules["scale.ts"]);
  });

  test("is neither bundled nor run again while nothing changes: what was kept of it is believed", async () => {
    const { folder, loaded } = kindProject({ "rescale.ts": kindText(), "scale.ts": "export const scale = () => 1;\n" });
    await loaded("./rescale.ts");
    const state = join(folder, ".millrace/state/kinds");
    const record = join(state, readdirSync(state).find((name) => name.endsWith(".json")) ?? "");
    writeFileSync(record, readFileSync(record, "utf8").replace('"version":1,', '"version":41,'));
    expect((await loaded("./rescale.ts")).kind.version).toBe(41);
    writeFileSync(join(folder, "rescale.ts"), kindText({ version: 2 }));
    expect((await loaded("./rescale.ts")).kind.version).toBe(2);
  });

  test("is bundled again when another file comes to be meant by an import", async () => {
    const { loaded, write } = kindProject({ "rescale.ts": kindText(), "scale.js": "export const scale = () => 1;\n" });
    expect(Object.keys((await loaded("./rescale.ts")).module?.modules ?? {}).sort()).toEqual(["rescale.ts", "scale.js"]);
    write({ "scale.ts": "export const scale = () => 2;\n" });
    expect(Object.keys((await loaded("./rescale.ts")).module?.modules ?? {}).sort()).toEqual(["rescale.ts", "scale.ts"]);
  });

  test("is bundled again when a file comes that a put-together import may mean", async () => {
    const body = "(await import(`./plugins/${context.with.plugin}.ts`)).default";
    const { loaded, write } = kindProject({
      "rescale.ts": kindText({ body }),
      "scale.ts": "export const scale = 1;",
      "plugins/log.ts": "",
    });
    const named = async () =>
      Object.keys((await loaded("./rescale.ts")).module?.modules ?? {}).filter((name) => name.startsWith("plugins"));
    expect(await named()).toEqual(["plugins/log.ts"]);
    write({ "plugins/root.ts": "export default 1;" });
    expect((await named()).sort()).toEqual(["plugins/log.ts", "plugins/root.ts"]);
  });

  test("is bundled again when its bundle was tampered with or removed", async () => {
    const { loaded } = kindProject({ "rescale.ts": kindText(), "scale.ts": "export const scale = () => 1;\n" });
    const { module } = await loaded("./rescale.ts");
    writeFileSync(module?.bundle ?? "", "export default 1");
    expect((await loaded("./rescale.ts")).module).toEqual(module);
    rmSync(module?.bundle ?? "");
    expect((await loaded("./rescale.ts")).module).toEqual(module);
  });

  test("leaves packages outside, and counts their versions, their integrity and what they depend on", async () => {
    const lock = (integrity: string) =>
      JSON.stringify({
        packages: { "node_modules/matrix-algebra": { integrity }, "node_modules/tiny-math": { integrity: "sha512-tiny" } },
      });
    const { loaded, write } = kindProject({
      "rescale.ts": kindText(),
      "scale.ts": 'import { multiply } from "matrix-algebra";\nexport const scale = () => multiply(2, 3);\n',
      "node_modules/matrix-algebra/package.json":
        '{"name":"matrix-algebra","version":"1.2.0","main":"index.js","dependencies":{"tiny-math":"1"}}',
      "node_modules/matrix-algebra/index.js": "exports.multiply = (a, b) => a * b;\n",
      "node_modules/tiny-math/package.json": '{"name":"tiny-math","version":"1.0.1"}',
      "node_modules/.package-lock.json": lock("sha512-first"),
    });
    const first = await loaded("./rescale.ts");
    expect(first.module?.packages).toEqual({ "matrix-algebra": "1.2.0 sha512-first", "tiny-math": "1.0.1 sha512-tiny" });
    expect(Object.keys(first.module?.modules ?? {}).sort()).toEqual(["rescale.ts", "scale.ts"]);
    const { work } = await loadStageKind({ module: first.module?.bundle ?? "" });
    expect(work.effect !== true && (await work.run({} as never))).toBe(6);

    write({ "node_modules/.package-lock.json": lock("sha512-second") });
    expect((await loaded("./rescale.ts")).module?.packages["matrix-algebra"]).toBe("1.2.0 sha512-second");
    write({ "node_modules/tiny-math/package.json": '{"name":"tiny-math","version":"1.0.2"}' });
    expect((await loaded("./rescale.ts")).module?.packages["tiny-math"]).toBe("1.0.2 sha512-tiny");
  });

  test("without a lock file, a package counts by its files", async () => {
    const { loaded, write } = kindProject({
      "rescale.ts": kindText(),
      "scale.ts": 'import { multiply } from "matrix-algebra";\nexport const scale = () => multiply(2, 3);\n',
      "node_modules/matrix-algebra/package.json": '{"name":"matrix-algebra","version":"1.2.0","main":"index.js"}',
      "node_modules/matrix-algebra/index.js": 'exports.multiply = require("./lib/multiply.js");\n',
      "node_modules/matrix-algebra/lib/multiply.js": "module.exports = (a, b) => a * b;\n",
    });
    const first = (await loaded("./rescale.ts")).module?.packages["matrix-algebra"];
    expect(first).toMatch(/^1\.2\.0 files-[0-9a-f]{64}$/);
    write({ "node_modules/matrix-algebra/lib/multiply.js": "module.exports = (a, b) => b * a;\n" });
    expect((await loaded("./rescale.ts")).module?.packages["matrix-algebra"]).not.toBe(first);
  });

  test("a linked package is the project's own code: its modules are bundled and counted", async () => {
    const { folder, loaded, write } = kindProject({
      "rescale.ts": kindText(),
      "scale.ts": 'export { scale } from "scaling";\n',
      "packages/scaling/package.json": '{"name":"scaling","version":"1.0.0","type":"module","main":"index.js"}',
      "packages/scaling/index.js": "export const scale = () => 1;\n",
      "other/scaling/package.json": '{"name":"scaling","version":"2.0.0","type":"module","main":"index.js"}',
      "other/scaling/index.js": "export const scale = () => 1;\n",
      "node_modules/.keep": "",
    });
    symlinkSync("../packages/scaling", join(folder, "node_modules/scaling"));
    expect(Object.keys((await loaded("./rescale.ts")).module?.modules ?? {}).sort()).toEqual([
      "packages/scaling/index.js",
      "rescale.ts",
      "scale.ts",
    ]);
    write({ "packages/scaling/index.js": "export const scale = () => 2;\n" });
    const { module } = await loaded("./rescale.ts");
    const { work } = await loadStageKind({ module: module?.bundle ?? "" });
    expect(work.effect !== true && (await work.run({} as never))).toBe(2);
    rmSync(join(folder, "node_modules/scaling"));
    symlinkSync("../other/scaling", join(folder, "node_modules/scaling"));
    expect(Object.keys((await loaded("./rescale.ts")).module?.modules ?? {}).sort()).toEqual([
      "other/scaling/index.js",
      "rescale.ts",
      "scale.ts",
    ]);
  });

  test("takes `defineStage` from the Millrace that loads it, wherever that is installed", async () => {
    const text = kindText()
      .replace('import { scale } from "./scale";', 'import { defineStage } from "millrace";')
      .replace("export default {", "export default defineStage({")
      .replace(/\};\n$/, "});\n");
    const { loaded } = kindProject({ "rescale.ts": text.replace("scale(context)", "'defined'") });
    const { module } = await loaded("./rescale.ts");
    expect({ modules: Object.keys(module?.modules ?? {}), packages: module?.packages }).toEqual({
      modules: ["rescale.ts"],
      packages: { millrace: millraceVersion() },
    });
    const { work } = await loadStageKind({ module: module?.bundle ?? "" });
    expect(work.effect !== true && (await work.run({} as never))).toBe("defined");
  });

  test("may come from a package, which is then bundled and counted by its version", async () => {
    const { loaded } = kindProject({
      "node_modules/@acme/rescale/package.json": '{"name":"@acme/rescale","version":"3.0.0","type":"module","exports":"./kind.js"}',
      "node_modules/@acme/rescale/kind.js": kindText(),
      "node_modules/@acme/rescale/scale.js": "export const scale = () => 'scaled';\n",
      "node_modules/.package-lock.json": JSON.stringify({ packages: { "node_modules/@acme/rescale": { integrity: "sha512-acme" } } }),
    });
    const { module } = await loaded("npm:@acme/rescale");
    expect({ modules: module?.modules, packages: module?.packages }).toEqual({
      modules: {},
      packages: { "@acme/rescale": "3.0.0 sha512-acme" },
    });
    const { work } = await loadStageKind({ module: module?.bundle ?? "" });
    expect(work.effect !== true && (await work.run({} as never))).toBe("scaled");
  });
});

describe("a kind that cannot be loaded", () => {
  test.each([
    [
      "./rescael.ts",
      { "rescale.ts": "" },
      { code: "missing-file", message: "there is no file `./rescael.ts`", hint: "did you mean `./rescale.ts`?" },
    ],
    ["../rescale.ts", {}, { code: "input-outside-project", message: "the kind `../rescale.ts` is outside the project" }],
    [
      "npm:@acme/rescale",
      {},
      { code: "kind-load", message: "the package `@acme/rescale` is not installed", hint: "npm install @acme/rescale" },
    ],
    [
      "./rescale.ts",
      { "rescale.ts": "export const rescale = 1;" },
      { code: "kind-contract", message: "the kind `./rescale.ts` exports no stage by default" },
    ],
    [
      "./rescale.ts",
      { "rescale.ts": "export default 1;" },
      { code: "kind-contract", message: "the kind `./rescale.ts` exports no stage by default" },
    ],
    [
      "./rescale.ts",
      { "rescale.ts": kindText({ version: 0.5, body: "1" }), "scale.ts": "export const scale = 1;" },
      { code: "kind-contract", message: "the kind `./rescale.ts` has no `version`" },
    ],
    [
      "./rescale.ts",
      { "rescale.ts": 'throw new Error("no licence");export default {};' },
      { code: "kind-load", message: "the kind `./rescale.ts` throws while it is loaded", why: "no licence" },
    ],
    [
      "./rescale.ts",
      { "rescale.ts": kindText().replace('type: "object"', 'type: "objekt"'), "scale.ts": "export const scale = 1;" },
      { code: "kind-contract" },
    ],
    ["trian", {}, { code: "unknown-kind", hint: "did you mean `train`?" }],
  ])("%s %#", async (uses, files, expected) => {
    expect(await kindProject(files).fault(uses)).toMatchObject({ severity: "error", ...expected });
  });

  test("points at the syntax error in the user's own file", async () => {
    const fault = await kindProject({
      "rescale.ts": kindText(),
      "scale.ts": 'export const naïve = "é";\nexport const scale = (context) => { "é"; return context +; };\n',
    }).fault("./rescale.ts");
    expect(fault).toMatchObject({ code: "kind-load", place: { file: "scale.ts", line: 2, column: 58 } });
    expect(fault.message).toBe('the kind `./rescale.ts` cannot be loaded: Unexpected ";"');
  });
});
