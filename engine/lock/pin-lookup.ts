import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { PinnedPaths } from "../graph/project-files.ts";
import type { Disk } from "../platform/disk.ts";
import { asProjectPath, type ProjectPath } from "../platform/identity.ts";
import { type Result, success } from "../platform/result.ts";
import type { Pin } from "./pin.ts";
import { readPin } from "./pin-file.ts";

type Found = Result<Pin | undefined, Diagnostic>;

/** The pins of a project by the paths that they are about, each file asked for once. */
export class PinLookup {
  readonly #disk: Disk;
  readonly #projectRoot: string;
  readonly #around = new Map<string, Found>();

  constructor(disk: Disk, projectRoot: string) {
    this.#disk = disk;
    this.#projectRoot = projectRoot;
  }

  /** The pin that `path` belongs to: its own, or that of a folder above it. */
  around(path: ProjectPath): Found {
    const known = this.#around.get(path);
    if (known !== undefined) return known;
    const found = this.#find(path);
    this.#around.set(path, found);
    return found;
  }

  #find(path: ProjectPath): Found {
    if (path === "." || path.includes("\0")) return none;
    const slash = path.lastIndexOf("/");
    const above = slash < 0 ? none : this.around(asProjectPath(path.slice(0, slash)));
    if (!above.ok || above.value !== undefined) return above;
    return readPin(this.#disk, { projectRoot: this.#projectRoot, path });
  }
}

const none: Found = success(undefined);

/** What `compile` asks of the pins. */
export function pinnedPaths(disk: Disk, projectRoot: string): PinnedPaths {
  const pins = new PinLookup(disk, projectRoot);
  return (path) => {
    const pin = pins.around(path);
    if (!pin.ok || pin.value === undefined) return pin.ok ? success(undefined) : pin;
    return success({ path: pin.value.path, type: pin.value.entry.shape === "directory" ? "directory" : "file" });
  };
}
