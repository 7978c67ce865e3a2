import { join } from "node:path";
import type { Disk } from "../platform/disk.ts";
import type { ScaffoldFile } from "./scaffold.ts";

interface GitFile {
  readonly path: ".gitattributes" | ".gitignore";
  /** For people, above the lines. */
  readonly comment: string;
  readonly lines: readonly string[];
}

const attributes: GitFile = {
  path: ".gitattributes",
  comment: "The lock is the same bytes on every machine.",
  lines: ["*.lock.json text eol=lf"],
};

const ignored = (lines: readonly string[]): GitFile => ({
  path: ".gitignore",
  comment: "Made by the pipeline. out/ and .millrace/ ignore themselves.",
  lines,
});

/** What git must know, as files; where there is such a file already, as a line that says what to add to it. */
export function gitFiles(disk: Disk, { folder, ignore }: { readonly folder: string; readonly ignore: readonly string[] }) {
  const files: ScaffoldFile[] = [];
  const notes: string[] = [];
  for (const { path, comment, lines } of [attributes, ...(ignore.length > 0 ? [ignored(ignore)] : [])]) {
    files.push({ path, content: { text: `# ${comment}\n${lines.join("\n")}\n` } });
    const missing = missingFrom(disk, { file: join(folder, path), lines });
    if (missing.length > 0) notes.push(`add to ${path}: ${missing.join(", ")}`);
  }
  return { files, notes };
}

/** Lines that an existing file lacks. */
function missingFrom(disk: Disk, { file, lines }: { readonly file: string; readonly lines: readonly string[] }): readonly string[] {
  if (disk.statTarget(file)?.type !== "file") return [];
  const there = new Set(
    disk
      .read(file)
      .toString("utf8")
      .split(/\r?\n/)
      .map((line) => line.trim()),
  );
  return lines.filter((line) => !there.has(line));
}
