// Bundles engine/ and stages/ into dist/: one file to start, and one chunk for what each command loads when it is used.
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
await rm(new URL("../dist", import.meta.url), { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: {
    millrace: "engine/cli/main.ts",
    library: "engine/library.ts",
    "stage-host": "engine/run/host/main.ts",
  },
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  chunkNames: "chunks/[name]-[hash]",
  banner: { js: "import { createRequire as millraceRequire } from 'node:module'; const require = millraceRequire(import.meta.url);" },
  external: ["@tensorflow/*", "apache-arrow", "vega", "vega-lite", "esbuild", "hyparquet", "hyparquet-compressors"],
  logLevel: "warning",
});
