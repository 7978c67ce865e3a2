import { copyFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runProgram } from "./run-program.mjs";
import { tell } from "./tell.mjs";

/**
 * The npm packages of a variant, as its lock file says, without their install scripts: tfjs-node's own would download a TensorFlow
 * from a web host. Returns where the parts are, and a `require` that finds them.
 */
export async function fetchPackages({ folder, variant }) {
  tell("fetching tfjs-node and its packages with npm");
  for (const file of ["package.json", "package-lock.json"]) {
    copyFileSync(fileURLToPath(new URL(`${variant}/${file}`, import.meta.url)), join(folder, file));
  }
  await runProgram("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1"], {
    cwd: folder,
    why: "npm could not fetch the packages",
    hint: "what npm printed above says why; without a network, run this once on a machine that has one and copy npm's cache",
  });
  const tensorflow = join(folder, "node_modules/@tensorflow", variant === "gpu" ? "tfjs-node-gpu" : "tfjs-node");
  return {
    tensorflow,
    libraries: join(tensorflow, "deps"),
    nodeHeaders: join(folder, "node_modules/node-api-headers/include"),
    require: createRequire(join(folder, "package.json")),
  };
}
