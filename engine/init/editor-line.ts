import { dirname, join, relative, sep } from "node:path";
import type { Disk } from "../platform/disk.ts";

/** The line that tells editors what a YAML file is checked against, where the package is installed in the project; else nothing. */
export function editorLine(
  disk: Disk,
  { folder, schema }: { readonly folder: string; readonly schema: "pipeline" | "table" | "config" },
): string {
  for (let current = folder; ; current = dirname(current)) {
    const file = join(current, "node_modules", "millrace", "schemas", `${schema}.schema.json`);
    if (disk.statTarget(file) !== undefined) {
      const path = relative(folder, file).split(sep).join("/");
      return `# yaml-language-server: $schema=${path.startsWith(".") ? path : `./${path}`}\n`;
    }
    if (dirname(current) === current) return "";
  }
}
