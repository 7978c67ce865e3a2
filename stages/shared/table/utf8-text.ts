import { readFile } from "node:fs/promises";
import { readFailure } from "./read-failure.ts";

/** A file's text, without a byte order mark. Throws StageFailure `table-read` where it is empty or no UTF-8, with the line. */
export async function readUtf8(path: string, file: string): Promise<string> {
  const bytes = await readFile(path);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) throw notUtf8({ file, why: "it starts with the mark of UTF-16", encoding: "UTF-16" });
  const text = decode(bytes, file);
  if (text.trim() === "")
    throw readFailure({ message: `${file} is empty`, hint: "a table needs at least a row with the names of its columns" });
  return text;
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const line = new TextDecoder().decode(bytes).split("\uFFFD", 1)[0]?.split("\n").length ?? 1;
    throw notUtf8({ file, why: `line ${line} holds bytes that no UTF-8 text has` });
  }
}

function notUtf8({ file, why, encoding }: { file: string; why: string; encoding?: string }) {
  const advice = encoding === undefined ? "converts what older programs write" : "converts it";
  return readFailure({
    message: `${file} is not UTF-8`,
    why,
    hint: `iconv -f ${encoding ?? "WINDOWS-1252"} -t UTF-8 ${file} ${advice}`,
  });
}
