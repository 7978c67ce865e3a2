import { readFile } from "node:fs/promises";
import { readFailure } from "./read-failure.ts";

/** A file's text, without a byte order mark. Throws StageFailure `table-read` where it is empty or no UTF-8, with the line. */
export async function readUtf8(path: string, file: string): Promise<string> {
  const bytes = await readFile(path);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) throw notUtf8({ file, why: "it starts with the mark of UTF-16" });
  const text = decode(bytes, file);
  if (text.trim() === "")
    throw readFailure({ message: `${file} is empty`, hint: "a table needs at least a row with the names of its columns" });
  return text;
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const valid = validPrefix(bytes);
    const lines = Buffer.from(bytes.subarray(0, valid)).toString("latin1").split("\n").length;
    const byte = (bytes[valid] ?? 0).toString(16).padStart(2, "0");
    throw notUtf8({ file, why: `line ${lines} holds the byte 0x${byte}` });
  }
}

function notUtf8({ file, why }: { file: string; why: string }) {
  return readFailure({
    message: `${file} is not UTF-8`,
    why,
    hint: `iconv -f WINDOWS-1252 -t UTF-8 ${file} converts what older programs write`,
  });
}

/** How many bytes from the start decode; halves the range, since decoding tells only whether, not where. */
function validPrefix(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  const decodes = (end: number) => {
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, end), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decodes(middle)) good = middle;
    else bad = middle;
  }
  return good;
}
