import { join, resolve } from "node:path";
import { commandWords, pathsInWord } from "../../graph/command-words.ts";
import type { Disk } from "../../platform/disk.ts";

export interface Naming {
  readonly disk: Disk;
  readonly command: string;
  /** Where it runs; absolute. */
  readonly folder: string;
}

/** What stands at the words of a command that may be paths, at or below the project or not; absolute paths. */
export function namedPaths({ disk, command, folder }: Naming): readonly string[] {
  const found = commandWords({ command, shell: "sh" }).flatMap((word) => {
    if (word.program && !word.text.includes("/")) return [];
    if (word.module) {
      const module = join(folder, word.text.replaceAll(".", "/"));
      return [`${module}.py`, join(module, "__main__.py")].filter((path) => typeAt(disk, path) === "file");
    }
    return pathsInWord(word.text)
      .map((text) => ({ text, path: resolve(folder, text) }))
      .filter(
        ({ text, path }) =>
          typeAt(disk, path) === "file" || (typeAt(disk, path) === "directory" && (text.includes("/") || word.takesFolders)),
      )
      .map(({ path }) => path);
  });
  return [...new Set(found)].filter((path) => path !== folder);
}

function typeAt(disk: Disk, path: string): "file" | "directory" | undefined {
  try {
    const type = disk.statTarget(path)?.type;
    return type === "file" || type === "directory" ? type : undefined;
  } catch {
    // A word that is too long for a name is none.
    return undefined;
  }
}
