import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What git makes of two versions of a lock and the one that both come from, with conflict markers where it cannot tell. */
export function mergeLocks(
  root: string,
  { ours, base, theirs }: { readonly ours: string; readonly base: string; readonly theirs: string },
): string {
  const folder = mkdtempSync(join(root, "merge-"));
  try {
    const names = Object.entries({ ours, base, theirs }).map(([name, text]) => {
      writeFileSync(join(folder, name), text);
      return name;
    });
    const { status, stdout, stderr } = spawnSync("git", ["merge-file", "-p", ...names], { cwd: folder, encoding: "utf8" });
    // The number of conflicts; above 127, git could not.
    if (status === null || status > 127) throw new Error(`git merge-file: ${stderr}`);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
