import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** Every file and folder below `folder`, with executable bit and content, but for `.millrace/`. */
export function treeOf(folder: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  const visit = (path: string): void => {
    for (const name of readdirSync(join(folder, path)).sort()) {
      const member = path === "" ? name : `${path}/${name}`;
      if (member === ".millrace") continue;
      const stat = lstatSync(join(folder, member));
      if (stat.isDirectory()) {
        found[member] = "folder";
        visit(member);
      } else if (stat.isSymbolicLink()) found[member] = `link ${readlinkSync(join(folder, member))}`;
      else found[member] = `${(stat.mode & 0o111) === 0 ? "file" : "executable"} ${readFileSync(join(folder, member), "utf8")}`;
    }
  };
  visit("");
  return found;
}
