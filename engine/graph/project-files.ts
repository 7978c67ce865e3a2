import { join, posix, relative } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean } from "../diagnostics/did-you-mean.ts";
import type { Disk, FileStat } from "../platform/disk.ts";
import { asProjectPath, type ProjectPath } from "../platform/identity.ts";
import { partialMarker } from "../platform/partial-marker.ts";
import type { Result } from "../platform/result.ts";

/** What pinned data a path is, or belongs to. */
export interface PinnedPath {
  /** What is pinned: the path itself, or a folder above it. */
  readonly path: ProjectPath;
  readonly type: "file" | "directory";
}

/** Asks the project's pins; a pin that cannot be read is a failure. */
export type PinnedPaths = (path: ProjectPath) => Result<PinnedPath | undefined, Diagnostic>;

/** What stands in the project, asked once for each path. */
export class ProjectFiles {
  readonly #disk: Disk;
  readonly #root: string;
  readonly #stats = new Map<ProjectPath, FileStat | undefined>();
  readonly pinned: PinnedPaths;
  readonly #known = new Map<ProjectPath, "file" | "directory" | undefined>();

  constructor({ disk, root, pinned }: { readonly disk: Disk; readonly root: string; readonly pinned: PinnedPaths }) {
    this.#disk = disk;
    this.#root = root;
    this.pinned = pinned;
  }

  /** Of what stands in a pinned folder that is not here, and so is not known: a file. */

  typeOf(path: ProjectPath): "file" | "directory" | undefined {
    const known = this.#known.get(path);
    if (known !== undefined || this.#known.has(path)) return known;
    const found = this.#look(path) ?? this.#pinnedType(path);
    this.#known.set(path, found);
    return found;
  }

  /** Where a folder really is, if a link stands on the way to it from the project root. */
  linked(path: ProjectPath): string | undefined {
    const real = this.#disk.realPath(join(this.#root, path));
    const straight = join(this.#disk.realPath(this.#root) ?? this.#root, path);
    return real === undefined || real === straight ? undefined : real;
  }

  /**
   * Where something at `path` would be, if a link stands on the way to it: from the project root, or absolute outside of it. An
   * output that is itself a link is not followed: it is removed, not written through.
   */
  realOf(path: ProjectPath, { followLast }: { readonly followLast: boolean }): string | undefined {
    const end = followLast ? path : parentOf(path);
    for (let part = end; part !== "."; part = parentOf(part)) {
      if (!this.#isLink(part)) continue;
      const real = this.#disk.realPath(join(this.#root, part));
      if (real === undefined) return undefined;
      const rest = path.slice(part.length + 1);
      const inside = relative(this.#disk.realPath(this.#root) ?? this.#root, real);
      return posix.join(inside.startsWith("..") ? real : inside, rest);
    }
    return undefined;
  }

  #isLink(path: ProjectPath): boolean {
    if (!this.#stats.has(path)) this.#stats.set(path, this.#disk.stat(join(this.#root, path)));
    return this.#stats.get(path)?.type === "link";
  }

  /** A path beside `path` whose name is like it, or undefined. */
  sibling(path: ProjectPath): ProjectPath | undefined {
    const slash = path.lastIndexOf("/");
    const folder = slash < 0 ? "." : path.slice(0, slash);
    if (this.typeOf(asProjectPath(folder)) !== "directory") return undefined;
    const names = this.#disk.list(join(this.#root, folder)).map(({ name }) => name);
    const near = didYouMean(path.slice(slash + 1), names.sort());
    return near === undefined ? undefined : asProjectPath(slash < 0 ? near : `${folder}/${near}`);
  }

  #pinnedType(path: ProjectPath): "file" | "directory" | undefined {
    if (path.includes("\0")) return undefined;
    const pin = this.pinned(path);
    if (!pin.ok || pin.value === undefined) return undefined;
    if (pin.value.path === path) return pin.value.type;
    return pin.value.type === "directory" && this.isAway(pin.value.path) ? "file" : undefined;
  }

  /** Whether a pinned folder is not here, or not all of it. */
  isAway(folder: ProjectPath): boolean {
    return this.#look(folder) === undefined || this.#look(asProjectPath(`${folder}/${partialMarker}`)) !== undefined;
  }

  /** What no path can be (too long, through a file) is not there. */
  #look(path: ProjectPath): "file" | "directory" | undefined {
    if (path.includes("\0")) return undefined;
    try {
      const known = this.#stats.get(path);
      const type = (known === undefined || known.type === "link" ? this.#disk.statTarget(join(this.#root, path)) : known)?.type;
      return type === "file" || type === "directory" ? type : undefined;
    } catch {
      return undefined;
    }
  }
}

const parentOf = (path: ProjectPath): ProjectPath => asProjectPath(posix.dirname(path));
