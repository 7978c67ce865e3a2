// Bundles engine/ and stages/ into dist/: one file to start, one for what every run loads, and chunks for what is loaded when it is used.
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const options = {
  absWorkingDir: root,
  entryPoints: {
    millrace: "engine/cli/main.ts",
    library: "engine/library.ts",
    "stage-host": "engine/run/host/main.ts",
    "file-worker": "engine/platform/files/worker.ts",
  },
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  chunkNames: "chunks/[name]-[hash]",
  banner: { js: "import { createRequire as millraceRequire } from 'node:module'; const require = millraceRequire(import.meta.url);" },
  external: [
    "@aws-sdk/client-s3",
    "@clack/prompts",
    "@tensorflow/*",
    "apache-arrow",
    "vega",
    "vega-lite",
    "esbuild",
    "hyparquet",
    "hyparquet-compressors",
    "@hpcc-js/wasm-graphviz",
  ],
  logLevel: "warning",
};

/**
 * Node takes a third of a millisecond for each file that it imports, and esbuild makes one for every set of entries that share a module:
 * fifty for a run. Where all of the engine's lazily imported modules reach what a run loads, that is one set, and one file.
 */
const together = ["engine/cli/command-line.ts", "engine/cli/command/run.ts"]
  .map((path) => `import ${JSON.stringify(join(root, path))};`)
  .join("\n");

async function lazyModules() {
  const { metafile } = await build({ ...options, write: false, metafile: true });
  const entries = Object.values(metafile.outputs).flatMap(({ entryPoint }) => entryPoint ?? []);
  const starts = Object.values(options.entryPoints);
  return entries
    .filter((path) => /^engine\/.*(?<!\.generated)\.[jt]s$/.test(path) && !starts.includes(path))
    .map((path) => join(root, path));
}

const lazy = new Set(await lazyModules());
const runTogether = {
  name: "run-together",
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) =>
      lazy.has(path) ? { contents: `${await readFile(path, "utf8")}\n${together}`, loader: "ts" } : undefined,
    );
  },
};
await rm(join(root, "dist"), { recursive: true, force: true });
await build({ ...options, plugins: [runTogether] });
