import { stringify } from "yaml";
import { portEntry } from "../../trace/port-entry.ts";
import type { Port, Ports } from "../../trace/ports.ts";

export interface StageDescription {
  readonly name: string;
  readonly command: string;
  readonly ports: Ports;
  /** `python3 --version`: its output is part of the key. */
  readonly tools: readonly string[];
  /** The command names what cannot be an input. */
  readonly undeclared: boolean;
}

/** A stage as YAML, to stand below `stages:`. */
export function stageText({ name, command, ports, tools, undeclared }: StageDescription): string {
  return [
    `  ${name}:`,
    `    run: ${commandScalar(command)}`,
    ...portLines("in", ports.in),
    ...portLines("out", ports.out),
    ...(tools.length === 0 ? [] : [`    tools: [${tools.join(", ")}]`]),
    ...(undeclared ? ["    undeclared: allow"] : []),
    "",
  ].join("\n");
}

/** Plain where YAML allows it, so that it stays as it was typed. */
const commandScalar = (command: string): string =>
  stringify(command, { lineWidth: 0, indent: 6 })
    .trimEnd()
    .replace(/\n(?=.)/g, "\n    ");

function portLines(key: "in" | "out", ports: readonly Port[]): readonly string[] {
  if (ports.length === 0) return [];
  const entries = ports.map(portEntry);
  const short = `    ${key}: { ${entries.join(", ")} }`;
  return short.length <= 100 ? [short] : [`    ${key}:`, ...entries.map((entry) => `      ${entry}`)];
}
