import { join } from "node:path";
import type { Disk } from "../../platform/disk.ts";
import { asProjectPath, type ProjectPath } from "../../platform/identity.ts";
import type { Platform } from "../../platform/platform.ts";
import { GitProgram } from "../revision/git-program.ts";

/** Never copied, wherever they stand: state, and what is linked or made anew. */
const leftOut = new Set([".millrace", ".git", "node_modules", ".venv", "venv", "__pycache__"]);

/**
 * The files of a project that a person made: those that git does not ignore; outside a repository, all but state, installed packages
 * and the folders in `generated`. Sorted.
 */
export async function listProject(
  platform: Platform,
  { projectRoot, generated }: { readonly projectRoot: string; readonly generated: ReadonlySet<ProjectPath> },
): Promise<readonly ProjectPath[]> {
  const named = await askGit(platform, projectRoot);
  const paths =
    named === undefined ? walk(platform.disk, { root: projectRoot, path: "", generated }) : expand(platform.disk, projectRoot, named);
  return [...new Set(paths)].sort().map(asProjectPath);
}

/** All files in a folder, or the one file; project-relative. */
export function filesIn(
  disk: Disk,
  { projectRoot, path }: { readonly projectRoot: string; readonly path: ProjectPath },
): readonly string[] {
  if (disk.stat(join(projectRoot, path))?.type !== "directory") return [path];
  return walk(disk, { root: projectRoot, path: path === "." ? "" : path, generated: new Set() });
}

async function askGit(platform: Platform, projectRoot: string): Promise<readonly string[] | undefined> {
  const git = new GitProgram({ platform, folder: projectRoot });
  try {
    const answer = await git.ask(["ls-files", "--cached", "--others", "--exclude-standard", "-z"]);
    return answer.kind === "answered" && answer.code === 0 ? answer.output.toString("utf8").split("\0").filter(Boolean) : undefined;
  } finally {
    await git.close();
  }
}

/** Git names what it tracks though it is gone, and of a submodule only its folder. */
function expand(disk: Disk, root: string, named: readonly string[]): readonly string[] {
  return named.flatMap((path) => {
    const plain = path.replace(/\/$/, "");
    if (plain.split("/").some((part) => leftOut.has(part))) return [];
    const type = disk.stat(join(root, plain))?.type;
    if (type === "directory") return walk(disk, { root, path: plain, generated: new Set() });
    return type === "file" || type === "link" ? [plain] : [];
  });
}

interface Walk {
  readonly root: string;
  /** Relative to the root; empty for the root itself. */
  readonly path: string;
  readonly generated: ReadonlySet<ProjectPath>;
}

function walk(disk: Disk, { root, path, generated }: Walk): readonly string[] {
  return disk.list(join(root, path)).flatMap(({ name, type }) => {
    const member = path === "" ? name : `${path}/${name}`;
    if (leftOut.has(name) || generated.has(asProjectPath(member))) return [];
    if (type === "directory") return walk(disk, { root, path: member, generated });
    return type === "file" || type === "link" ? [member] : [];
  });
}
