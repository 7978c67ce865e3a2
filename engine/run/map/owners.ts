import { posix } from "node:path";

/**
 * Whose result a path below an output folder is. Of `a/b.png` those are `a/b`, `a/b.*` and what is in `a/b/`; so it is by the whole
 * name, `a/b.png.*`, which is the only way where another file differs from it in the extension alone. The longest name decides.
 */
export class Owners {
  readonly #names: ReadonlySet<string>;
  /** By path without extension; `undefined` where several files have it. */
  readonly #stems = new Map<string, string | undefined>();

  constructor(names: readonly string[]) {
    this.#names = new Set(names);
    for (const name of names) this.#stems.set(stemOf(name), this.#stems.has(stemOf(name)) ? undefined : name);
  }

  of(path: string): string | undefined {
    for (let end = path.length; end > 0; end = Math.max(path.lastIndexOf(".", end - 1), path.lastIndexOf("/", end - 1))) {
      const prefix = path.slice(0, end);
      const owner = this.#names.has(prefix) ? prefix : this.#stems.get(prefix);
      if (owner !== undefined) return owner;
    }
    return undefined;
  }
}

/** `a/b` of `a/b.png`. */
export function stemOf(name: string): string {
  const { dir, name: stem } = posix.parse(name);
  return posix.join(dir, stem);
}
