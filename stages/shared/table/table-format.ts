import { open } from "node:fs/promises";
import { basename, extname } from "node:path";
import { readFailure } from "./read-failure.ts";

const formats = ["csv", "tsv", "parquet", "json", "jsonl", "arrow"] as const;
export type TableFormat = (typeof formats)[number];

/**
 * What a file holds: by its first bytes where the format marks them, since a stage writes Arrow whatever its output is named,
 * else by its extension. Throws StageFailure `table-read`.
 */
export async function tableFormat(path: string): Promise<TableFormat> {
  const mark = await firstBytes(path, 6);
  if (mark === "ARROW1") return "arrow";
  if (mark.startsWith("PAR1")) return "parquet";
  const extension = extname(path).toLowerCase();
  const format = formats.find((name) => `.${name}` === extension);
  if (format !== undefined) return format;
  throw readFailure({
    message: `${basename(path)} has no format that a table can be read from`,
    why: extension === "" ? "its name has no extension" : `${extension} is not known`,
    hint: `the formats are ${formats.map((name) => `.${name}`).join(" ")}`,
  });
}

async function firstBytes(path: string, count: number): Promise<string> {
  const file = await open(path, "r").catch((error: unknown) => {
    throw isAbsent(error) ? readFailure({ message: `${basename(path)} does not exist` }) : error;
  });
  try {
    if ((await file.stat()).isDirectory()) throw readFailure({ message: `${basename(path)} is a folder, not a table` });
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead).toString("latin1");
  } finally {
    await file.close();
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
