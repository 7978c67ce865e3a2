import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Source } from "../diagnostics/source.ts";
import type { Disk } from "../platform/disk.ts";
import { errorCode } from "../platform/error-code.ts";
import { decodeText } from "./decode-text.ts";
import type { SourceValue } from "./pipeline.ts";
import type { SourceCache } from "./source-cache.ts";

export interface ReadFile {
  readonly index: number;
  readonly source: Source;
  readonly value?: SourceValue;
  readonly diagnostics: readonly Diagnostic[];
  readonly damage: readonly number[];
  readonly gaps: readonly number[];
  /** Known to be without fault, as a file of this role: it need not be checked again. */
  readonly checked: boolean;
  /** To be called once the file is known to be without fault. */
  readonly remember: () => void;
}

/** Reads the YAML files of one load, and collects their texts. */
export class SourceFiles {
  readonly sources: Source[] = [];
  /** Absolute paths of all that was to be read, there or not. */
  readonly wanted: string[] = [];
  readonly #disk: Disk;
  readonly #cache: SourceCache;

  constructor(disk: Disk, cache: SourceCache) {
    this.#disk = disk;
    this.#cache = cache;
  }

  /** `undefined` where no readable file is. `name` is how the user would type `path`. */
  async read({
    path,
    name,
    role,
  }: {
    readonly path: string;
    readonly name: string;
    readonly role: "pipeline" | "params" | "config";
  }): Promise<ReadFile | undefined> {
    this.wanted.push(path);
    const bytes = this.#bytesOf(path);
    if (bytes === undefined) return undefined;
    const { text, diagnostic } = decodeText(bytes, name);
    const source = { name, text, path };
    const index = this.add(source);
    const nothing = { index, source, damage: [], gaps: [], checked: false, remember: () => {} };
    if (diagnostic !== undefined) return { ...nothing, diagnostics: [diagnostic] };
    const known = this.#cache.recall(bytes, role, index);
    if (known !== undefined) return { ...nothing, value: known, diagnostics: [], checked: true };
    const { readYaml } = await import("./read-yaml.ts");
    const reading = readYaml(source, index);
    const { value } = reading;
    return { ...nothing, ...reading, remember: () => value !== undefined && this.#cache.remember(bytes, role, value) };
  }

  /** The index of the source, for spans. */
  add(source: Source): number {
    this.sources.push(source);
    return this.sources.length - 1;
  }

  #bytesOf(path: string): Buffer | undefined {
    try {
      return this.#disk.statTarget(path)?.type === "file" ? this.#disk.read(path) : undefined;
    } catch (error) {
      if (errorCode(error) === "ENOENT" || errorCode(error) === "EACCES") return undefined;
      throw error;
    }
  }
}
