import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { openBackend } from "../../../../stages/shared/network/open-backend.ts";
import { failureOf, temporaryFolder } from "../../stage-context.ts";

/** Packages as a user may have them in a project: what stands in `index.js` is all that they do. */
async function projectWith(packages: Readonly<Record<string, string>>, { under = "", root = temporaryFolder() } = {}): Promise<string> {
  for (const [name, text] of Object.entries(packages)) {
    const folder = join(root, under, "node_modules", name);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "package.json"), JSON.stringify({ name, version: "4.22.0", main: "index.js" }));
    await writeFile(join(folder, "index.js"), text);
  }
  return root;
}

/** The library on plain JavaScript in the place of the native one: it has the same interface. */
const library = ({ gpu }: { readonly gpu: boolean }) => `
const { createRequire } = require("node:module");
const find = createRequire(${JSON.stringify(import.meta.filename)});
const core = find("@tensorflow/tfjs-core");
const layers = find("@tensorflow/tfjs-layers");
find("@tensorflow/tfjs-backend-cpu");
core.enableProdMode();
core.setBackend("cpu");
module.exports = { ...core, ...layers, backend: () => ({ isUsingGpuDevice: ${gpu} }) };
`;

/** What is left of the package where its install script did not run. */
const husk = `throw new Error("The Node.js native addon module (tfjs_binding.node) can not be found at path: lib/napi-v8\\nmore");`;

test("auto is wasm where nothing else is installed, and says nothing of what is not", async () => {
  const skipped: string[] = [];
  const { name } = await openBackend({ choice: "auto", projectRoot: temporaryFolder(), onSkip: (line) => skipped.push(line) });
  expect([name, skipped]).toEqual(["wasm", []]);
});

test("a GPU is taken where the project has one, from its packages or from native/ of it or of a folder above it", async () => {
  for (const under of ["", "native", "native/gpu"]) {
    const folder = await projectWith({ "@tensorflow/tfjs-node-gpu": library({ gpu: true }) }, { under });
    for (const projectRoot of [folder, join(folder, "pipelines/wine")]) {
      expect((await openBackend({ choice: "auto", projectRoot })).name).toBe("native-gpu");
    }
  }
});

test("what the set-up command has installed is taken before a package of the project that was never built", async () => {
  const projectRoot = await projectWith({ "@tensorflow/tfjs-node": husk });
  await projectWith({ "@tensorflow/tfjs-node": library({ gpu: false }) }, { under: "native/cpu", root: projectRoot });
  expect((await openBackend({ choice: "native-cpu", projectRoot })).name).toBe("native-cpu");
});

test("a package that finds no GPU, or was never built, is left out with its reason", async () => {
  const reasons = {
    [library({ gpu: false })]: "TensorFlow finds no GPU that it can use",
    [husk]: "The Node.js native addon module (tfjs_binding.node) can not be found at path: lib/napi-v8",
  };
  for (const [text, reason] of Object.entries(reasons)) {
    const projectRoot = await projectWith({ "@tensorflow/tfjs-node-gpu": text });
    const skipped: string[] = [];
    const { name } = await openBackend({ choice: "auto", projectRoot, onSkip: (line) => skipped.push(line) });
    expect([name, skipped]).toEqual(["wasm", [`backend native-gpu is left out: ${reason}`]]);
    expect(await failureOf(() => openBackend({ choice: "native-gpu", projectRoot }))).toMatchObject({
      code: "backend-unavailable",
      message: "the backend native-gpu cannot be used",
      why: `native-gpu: ${reason}`,
    });
  }
});

test("native-cpu is taken where it is asked for, never by auto", async () => {
  const projectRoot = await projectWith({ "@tensorflow/tfjs-node": library({ gpu: false }) });
  expect((await openBackend({ choice: "native-cpu", projectRoot })).name).toBe("native-cpu");
  expect((await openBackend({ choice: "auto", projectRoot })).name).toBe("wasm");
});

test("an arithmetic that is wrong is not used", async () => {
  const wrong = `${library({ gpu: true })}module.exports.matMul = (a, b) => core.add(core.matMul(a, b), 1);`;
  const projectRoot = await projectWith({ "@tensorflow/tfjs-node-gpu": wrong });
  expect(await failureOf(() => openBackend({ choice: "native-gpu", projectRoot }))).toMatchObject({
    why: "native-gpu: a product of matrices is [20, 23, 44, 51] where it must be [19, 22, 43, 50]",
  });
});

test("nothing is printed, and no listener is left on the process", async () => {
  const printed = [vi.spyOn(console, "log"), vi.spyOn(console, "warn"), vi.spyOn(console, "error")];
  const listeners = () => ["uncaughtException", "unhandledRejection"].map((event) => process.listenerCount(event));
  const before = listeners();
  for (const choice of ["wasm", "cpu"] as const) expect((await openBackend({ choice })).name).toBe(choice);
  expect(printed.map((spy) => spy.mock.calls)).toEqual([[], [], []]);
  expect(listeners()).toEqual(before);
});
