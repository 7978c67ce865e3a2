import { join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Disk } from "../platform/disk.ts";
import { asProjectPath } from "../platform/identity.ts";
import type { Pin } from "./pin.ts";
import { isPinText, parsePin, pinSuffix } from "./pin-file.ts";

export interface FoundPins {
  /** By path. */
  readonly pins: readonly Pin[];
  /** Of files that are meant as pins and cannot be read as such. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Folders with a name of these hold no pins of this project. */
const skipped = new Set([".git", ".millrace", "node_modules", "__pycache__", ".ipynb_checkpoints", ".venv"]);

/**
 * All pins of a project, committed or not. Pinned folders are not walked into, nor folders that git ignores as a whole by a
 * `.gitignore` of their own (`out/`, an environment of Python), nor projects within the project.
 */
export function findPins(disk: Disk, projectRoot: string): FoundPins {
  const pins: Pin[] = [];
  const diagnostics: Diagnostic[] = [];
  const folders: string[] = [""];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const members = listed(disk, join(projectRoot, folder));
    const names = new Set(members.map(({ name }) => name));
    if (folder !== "" && (names.has("millrace.config.yaml") || names.has(".git"))) continue;
    if (names.has(".gitignore") && ignoresAll(disk, join(projectRoot, folder, ".gitignore"))) continue;
    const pinned = new Set<string>();
    for (const { name, type } of members) {
      if (type === "directory" || !name.endsWith(pinSuffix) || name === pinSuffix) continue;
      const text = textOf(disk, join(projectRoot, folder, name));
      if (text === undefined || !isPinText(text)) continue;
      const base = name.slice(0, -pinSuffix.length);
      pinned.add(base);
      const pin = parsePin({ path: asProjectPath(folder + base), text });
      if (pin.ok) pins.push(pin.value);
      else diagnostics.push(pin.failure);
    }
    for (const { name, type } of members) {
      if (type === "directory" && !pinned.has(name) && !skipped.has(name)) folders.push(`${folder}${name}/`);
    }
  }
  return { pins: pins.sort((one, other) => (one.path < other.path ? -1 : 1)), diagnostics };
}

/** A folder that may not be read holds no pins that anyone could use. */
function listed(disk: Disk, folder: string): ReturnType<Disk["list"]> {
  try {
    return disk.list(folder);
  } catch {
    return [];
  }
}

const ignoresAll = (disk: Disk, file: string): boolean =>
  /^\*\s*$/m.test(textOf(disk, file) ?? "") && !/^!/m.test(textOf(disk, file) ?? "");

/** Pins are small: what is larger is something else. */
const mostBytes = 65_536n;

function textOf(disk: Disk, file: string): string | undefined {
  const stat = disk.statTarget(file);
  return stat?.type === "file" && stat.size <= mostBytes ? disk.read(file).toString("utf8") : undefined;
}
