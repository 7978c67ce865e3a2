import { type Document, isMap, parseDocument } from "yaml";
import type { OwnColumn } from "./own-table.ts";

const comment = ` What the file holds today: types, ranges, categories. Rows that are not so stop the pipeline, and are named.
 Loosen it where tomorrow's rows may differ, and say what the columns mean: { type: number, description: Kilometres. }`;

/** An inferred schema as a first one to commit: further rows are welcome, and a target of 0 and 1 has two classes. */
export function ownSchema(inferred: string, target: OwnColumn): string {
  const document = parseDocument(inferred);
  document.setIn(["rows"], document.createNode({ minimum: Math.max(10, Math.floor(rowsOf(document) / 2)) }, { flow: true }));
  const column = document.getIn(["columns", target.name]);
  if (isMap(column) && target.type === "integer" && target.classes !== undefined) {
    document.setIn(["columns", target.name], document.createNode({ type: "category", values: ["0", "1"] }, { flow: true }));
  }
  document.commentBefore = comment;
  return document.toString({ lineWidth: 0 });
}

const rowsOf = (document: Document): number => Number(document.getIn(["rows", "minimum"]));
