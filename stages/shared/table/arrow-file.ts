import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { RecordBatchFileWriter, tableFromIPC } from "apache-arrow";
import { StageFailure } from "../../../engine/kind/stage-context.ts";
import { batchesOf } from "./arrow-batches.ts";
import { columnFromArrow } from "./arrow-column.ts";
import type { Table } from "./table.ts";

/**
 * Writes an Arrow IPC file. Equal tables give equal bytes, in every process: dictionary ids are the columns' positions, batches
 * have a fixed number of rows, what lies under a missing value is zero, and NaN is the canonical one.
 */
export async function writeTable(path: string, table: Table): Promise<void> {
  const writer = new RecordBatchFileWriter();
  for (const batch of batchesOf(table)) writer.write(batch);
  writer.finish();
  await writeFile(path, writer.toUint8Array(true));
}

/** Reads an Arrow IPC file or stream, whoever wrote it. Throws StageFailure `table-read`, which names the file without its folder. */
export async function readTable(path: string): Promise<Table> {
  const bytes = await readFile(path);
  const name = basename(path);
  const arrow = parse(bytes, name);
  return {
    rows: arrow.numRows,
    columns: arrow.schema.fields.map((field, index) => columnFromArrow({ field, vector: arrow.getChildAt(index), file: name })),
  };
}

function parse(bytes: Uint8Array, name: string) {
  try {
    const table = tableFromIPC(new Uint8Array(bytes));
    if (table.schema.fields.length === 0 && table.numRows === 0 && !startsLikeArrow(bytes)) throw new Error("no schema");
    return table;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StageFailure({
      code: "table-read",
      message: `${name} is not an Arrow IPC file that can be read`,
      why: reason,
      hint: "write it uncompressed, as an Arrow IPC file (Feather version 2)",
    });
  }
}

/** The magic of the file format, or the continuation mark of the stream format. */
function startsLikeArrow(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 6));
  return start.toString("latin1") === "ARROW1" || start.subarray(0, 4).equals(Buffer.from([255, 255, 255, 255]));
}
