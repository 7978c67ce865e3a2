import { join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { PinnedPaths } from "../graph/project-files.ts";
import type { Disk } from "../platform/disk.ts";
import { asProjectPath, type ProjectPath } from "../platform/identity.ts";
import { type Result, success } from "../platform/result.ts";
import type { Pin } from "./pin.ts";
import { pinFileOf, pinSuffix, readPin } from "./pin-file.ts";

type Found = Result<Pin | undefined, Diagnostic>;

/** Of one folder, before it is listed: then a look at its names tells more than asking for each. */
const mostAsked = 100;

interface Folder {
  asked: number;
  /** Names of its pin files, once so many were asked for. */
  pins?: ReadonlySet<string> | undefined;
}

/** The pins of a project by the paths that they are about, each file asked for once. */
export class PinLookup {
  readonly #disk: Disk;
  readonly #projectRoot: string;
  readonly #around = new Map<string, Found>();
  readonly #folders = new Map<string, Folder>();

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
    return this.#mayBeThere(path, slash) ? readPin(this.#disk, { projectRoot: this.#projectRoot, path }) : none;
  }

  #mayBeThere(path: ProjectPath, slash: number): boolean {
    const name = slash < 0 ? "." : path.slice(0, slash);
    const folder = this.#folders.get(name) ?? { asked: 0 };
    this.#folders.set(name, folder);
    folder.asked += 1;
    if (folder.asked > mostAsked) folder.pins ??= this.#pinsIn(name);
    return folder.pins?.has(pinFileOf(path).slice(slash + 1)) !== false;
  }

  /** `undefined` where it cannot be listed: then each is asked for. */
  #pinsIn(folder: string): ReadonlySet<string> | undefined {
    try {
      const names = this.#disk.list(join(this.#projectRoot, folder)).map(({ name }) => name);
      return new Set(names.filter((name) => name.endsWith(pinSuffix)));
    } catch {
      return undefined;
    }
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
