import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { type Document, isMap, isNode, LineCounter, parseDocument, type Range } from "yaml";
import { StageFailure } from "../../../engine/kind/stage-context.ts";
import { fillIn, type TableSchema } from "./table-schema.ts";
import { contradictions, type SchemaFault } from "./table-schema-contradictions.ts";
import type { TableSchemaFile } from "./table-schema-file.generated.ts";
import { shapeFaults } from "./table-schema-shape.ts";

/** Reads a table schema in YAML. Throws StageFailure `table-schema`, which lists every fault with its line and column. */
export async function readTableSchema(path: string): Promise<TableSchema> {
  const text = await readFile(path, "utf8");
  return parseTableSchema({ text, file: basename(path) });
}

export function parseTableSchema({ text, file }: { text: string; file: string }): TableSchema {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const fail = (faults: readonly { at: number; message: string; hint?: string }[]) => schemaFailure({ file, text, lines, faults });
  const [syntaxError] = document.errors;
  if (syntaxError !== undefined) throw fail([{ at: syntaxError.pos[0], message: syntaxError.message }]);
  const value: unknown = document.toJS();
  const shape = shapeFaults(value);
  const faults = shape.length > 0 ? shape : contradictions(value as TableSchemaFile);
  if (faults.length > 0) throw fail(faults.map((fault) => ({ ...fault, at: offsetOf(document, fault) })));
  const columns = document.get("columns", true);
  return fillIn(value as TableSchemaFile, isMap(columns) ? columns.items.map((item) => String(item.key)) : []);
}

/** Where the value at a path starts, or its key where the key is what is wrong; of something that is absent, where its parent starts. */
function offsetOf(document: Document, { path, onKey }: SchemaFault): number {
  for (let length = path.length; length >= 0; length--) {
    const at = path.slice(0, length);
    const parent: unknown = document.getIn(at.slice(0, -1), true);
    const pair = isMap(parent) ? parent.items.find((item) => String(item.key) === at.at(-1)) : undefined;
    if (onKey === true && length === path.length && isNode(pair?.key)) return startOf(pair.key.range);
    const node: unknown = length === 0 ? document.contents : document.getIn(at, true);
    if (isNode(node)) return startOf(isMap(node) && isNode(pair?.key) ? pair.key.range : node.range);
  }
  return 0;
}

const startOf = (range: Range | null | undefined): number => range?.[0] ?? 0;

function schemaFailure({
  file,
  text,
  lines,
  faults,
}: {
  file: string;
  text: string;
  lines: LineCounter;
  faults: readonly { at: number; message: string; hint?: string }[];
}): StageFailure {
  const sorted = faults.toSorted((left, right) => left.at - right.at);
  const described = sorted.map(({ at, message, hint }) => {
    const { line, col } = lines.linePos(at);
    const source = text.split("\n")[line - 1] ?? "";
    const advice = hint === undefined ? "" : `; ${hint}`;
    return `${file}:${line}:${col}: ${message}${advice}\n    ${source.trim()}`;
  });
  const count = faults.length === 1 ? "a fault" : `${faults.length} faults`;
  return new StageFailure({ code: "table-schema", message: `the table schema ${file} has ${count}`, why: described.join("\n") });
}
