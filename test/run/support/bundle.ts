import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Makes a program that Node runs in a process of its own out of one written in TypeScript; `entry` is relative to the repository. */
export async function bundle(entry: string): Promise<{ readonly file: string; readonly remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), "bundle-"));
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: folder,
    entryNames: "program",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    banner: { js: "import { createRequire as make } from 'node:module'; const require = make(import.meta.url);" },
    external: ["@tensorflow/*", "apache-arrow", "vega", "vega-lite", "esbuild", "hyparquet", "hyparquet-compressors"],
    logLevel: "error",
  });
  return { file: join(folder, "program.mjs"), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
