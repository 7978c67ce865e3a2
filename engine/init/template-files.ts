import { join } from "node:path";
import type { Disk } from "../platform/disk.ts";
import { findInstallation } from "../platform/installation.ts";
import type { ScaffoldFile } from "./scaffold.ts";

export interface TemplateFolder {
  /** Below `engine/init/template`, which is part of the package. */
  readonly folder: string;
  /** For `__name__` and the like: the text to stand there as it is. */
  readonly placeholders: Readonly<Record<string, string>>;
}

/** The files of a template, in the order of their names; data is copied, and has no placeholders. */
export function templateFiles(disk: Disk, { folder, placeholders }: TemplateFolder): readonly ScaffoldFile[] {
  const root = join(findInstallation().root, "engine", "init", "template", folder);
  return pathsUnder(disk, root).map((path) => {
    const copyOf = join(root, path);
    return { path, content: path.endsWith(".csv") ? { copyOf } : { text: filledIn(disk.read(copyOf).toString("utf8"), placeholders) } };
  });
}

function pathsUnder(disk: Disk, root: string): readonly string[] {
  const entries = [...disk.list(root)].sort((left, right) => (left.name < right.name ? -1 : 1));
  return entries.flatMap(({ name, type }) =>
    type === "directory" ? pathsUnder(disk, join(root, name)).map((path) => `${name}/${path}`) : [name],
  );
}

const filledIn = (text: string, placeholders: TemplateFolder["placeholders"]): string =>
  text.replace(/__([a-z]+)__/g, (whole, name: string) => placeholders[name] ?? whole);
