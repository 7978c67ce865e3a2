import type { Platform } from "../platform/platform.ts";

/** The commit that is checked out, and whether tracked files differ from it; `undefined` outside a repository or without git. */
export async function gitCommit(platform: Platform, folder: string): Promise<{ readonly id: string; readonly dirty: boolean } | undefined> {
  const id = await git(platform, { folder, words: ["rev-parse", "--verify", "HEAD"] });
  if (id === undefined) return undefined;
  const changes = await git(platform, { folder, words: ["status", "--porcelain", "--untracked-files=no"] });
  return { id: id.trim(), dirty: changes !== "" };
}

async function git(
  platform: Platform,
  { folder, words }: { readonly folder: string; readonly words: readonly string[] },
): Promise<string | undefined> {
  const { PATH, HOME } = platform.environment.variables;
  const lines: string[] = [];
  const started = await platform.processes.start({
    argv: ["git", ...words],
    cwd: folder,
    env: { ...(PATH !== undefined && { PATH }), ...(HOME !== undefined && { HOME }), GIT_OPTIONAL_LOCKS: "0" },
    onLine: (stream, line) => {
      if (stream === "stdout") lines.push(line);
    },
  });
  started.release();
  const end = await started.ended;
  return end.kind === "exited" && end.code === 0 ? lines.join("\n") : undefined;
}
