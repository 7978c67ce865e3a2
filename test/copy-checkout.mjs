import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const checkout = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

/** Copies the checkout into an empty folder, as it lies, with the same packages: what is done to the copy is not done to the checkout. */
export function copyCheckout(folder, { without = [] } = {}) {
  mkdirSync(folder, { recursive: true });
  const left = new Set([".git", "node_modules", "native", ...without].map((name) => join(checkout, name)));
  cpSync(checkout, folder, { recursive: true, filter: (path) => !left.has(path) && !isOfRun(path) });
  symlinkSync(join(checkout, "node_modules"), join(folder, "node_modules"));
}

/** What a run of an example leaves beside it. */
const isOfRun = (path) => basename(path) === ".millrace" || (basename(path) === "out" && basename(dirname(dirname(path))) === "pipelines");
