import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { placeOf } from "../diagnostics/place.ts";

/** The text of a file, without a byte order mark; or, where it is not UTF-8, what to do about it. */
export function decodeText(bytes: Buffer, name: string): { readonly text: string; readonly diagnostic?: Diagnostic } {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { text: "", diagnostic: notUnicode(bytes, name) };
  }
}

function notUnicode(bytes: Buffer, name: string): Diagnostic {
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (wide) {
    return {
      code: "encoding",
      severity: "error",
      message: `${name} is UTF-16, not UTF-8`,
      hint: "save it as UTF-8: an editor's “Save with encoding”, or `iconv -f UTF-16 -t UTF-8`",
    };
  }
  const text = bytes.toString("utf8");
  const start = text.indexOf("\uFFFD");
  return {
    code: "encoding",
    severity: "error",
    message: `${name} is not UTF-8`,
    place: placeOf({ name, text }, [0, start, start + 1]),
    why: "a byte here belongs to no UTF-8 character; the file was probably saved as Latin-1 or Windows-1252",
    hint: "save it as UTF-8: an editor's “Save with encoding”, or `iconv -f WINDOWS-1252 -t UTF-8`",
  };
}
