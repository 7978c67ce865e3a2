import type { Tree } from "./content.ts";
import { parseEntry } from "./entry.ts";

/**
 * The folder whose listing these bytes are; `undefined` where they are none, or name what no folder can have in it. A listing may come
 * from anywhere, and its names become paths: `../x` would be written outside of the folder.
 */
export function parseTree(bytes: Uint8Array): Tree | undefined {
  const tree = treeIn(bytes);
  if (typeof tree !== "object" || tree === null || Array.isArray(tree)) return undefined;
  return Object.entries(tree).every(([name, text]) => isName(name) && isMember(text)) ? (tree as Tree) : undefined;
}

function treeIn(bytes: Uint8Array): unknown {
  try {
    return (
      JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8")) as { readonly tree?: unknown } | null
    )?.tree;
  } catch {
    return undefined;
  }
}

const isName = (name: string): boolean => name !== "" && name !== "." && name !== ".." && !name.includes("/") && !name.includes("\0");

const isMember = (text: unknown): boolean => typeof text === "string" && (text.startsWith("link:") || parseEntry(text) !== undefined);
