/** Bytes as a person would see them in an editor. */
export type TextContent =
  | { readonly kind: "text"; readonly text: string; readonly encoding: Encoding }
  | { readonly kind: "binary"; readonly bytes: number };
export type Encoding = "UTF-8" | "UTF-8 with a byte order mark" | "UTF-16" | "Latin-1";

/** Text where the bytes are valid UTF-8, bear a mark of UTF-16, or are at least without control characters. */
export function readText(bytes: Uint8Array): TextContent {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return decoded(bytes, { label: "utf-16le", encoding: "UTF-16" });
  if (first === 0xfe && second === 0xff) return decoded(bytes, { label: "utf-16be", encoding: "UTF-16" });
  if (bytes.includes(0)) return { kind: "binary", bytes: bytes.length };
  const marked = first === 0xef && second === 0xbb && third === 0xbf;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return { kind: "text", text, encoding: marked ? "UTF-8 with a byte order mark" : "UTF-8" };
  } catch {
    return bytes.some(isControl) ? { kind: "binary", bytes: bytes.length } : decoded(bytes, { label: "latin1", encoding: "Latin-1" });
  }
}

function decoded(bytes: Uint8Array, { label, encoding }: { readonly label: string; readonly encoding: Encoding }): TextContent {
  return { kind: "text", text: new TextDecoder(label).decode(bytes), encoding };
}

/** Neither tab, line break nor form feed. */
const isControl = (byte: number): boolean => byte < 9 || (byte > 13 && byte < 32);
