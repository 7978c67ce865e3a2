import type { Access } from "../../trace/access.ts";

const kinds: ReadonlySet<string> = new Set(["read", "write", "change", "list", "make-folder", "remove"]);

/** What the hooks wrote down, a line of JSON each; `undefined` where no hook was ever asked. A line that was cut off is left out. */
export function hookAccesses(text: string): readonly Access[] | undefined {
  const lines = text.split("\n").flatMap((line): readonly { readonly kind: string; readonly path?: string }[] => {
    try {
      return line === "" ? [] : [JSON.parse(line)];
    } catch {
      return [];
    }
  });
  if (!lines.some(({ kind }) => kind === "begin")) return undefined;
  return lines.flatMap(({ kind, path }) => (kinds.has(kind) && path !== undefined ? [{ kind, path } as Access] : []));
}
