import { yamlScalar } from "../spec/yaml-scalar.ts";
import type { Port } from "./ports.ts";

/** `rows: ./rows.csv`, as it stands in the YAML of a stage. */
export function portEntry({ name, paths, type }: Port): string {
  const written = paths.map(yamlScalar);
  const value = written.length === 1 ? (written[0] ?? "") : `[${written.join(", ")}]`;
  return `${name}: ${type === undefined ? value : `{ path: ${value}, type: ${type} }`}`;
}
