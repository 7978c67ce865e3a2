// Writes the generated pages and parts of pages in docs/reference: `npm run docs`. The diagnostics' pages are made by running
// dist/millrace.js on small broken projects (docs/generator/recipes), so that `npm run build` comes first.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const outfile = join(root, "dist", "docs-generator.mjs");
await build({
  absWorkingDir: root,
  entryPoints: ["docs/generator/main.ts"],
  outfile,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  packages: "external",
  logLevel: "warning",
});
try {
  await import(pathToFileURL(outfile).href);
} finally {
  rmSync(outfile, { force: true });
}
