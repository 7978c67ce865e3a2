import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of this repository, also where this file is bundled into another place below it. */
export const repository: string = rootAbove(dirname(fileURLToPath(import.meta.url)));

function rootAbove(folder: string): string {
  if (existsSync(join(folder, "schemas", "pipeline.schema.json"))) return folder;
  return rootAbove(dirname(folder));
}
