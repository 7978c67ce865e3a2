import type { LocalExecutor } from "./attempt/executor.ts";
import { supervise } from "./attempt/supervise.ts";

/** Milliseconds: `git status` waits for slow disks, hooks and file monitors, and the commit is only for people. */
const patience = 20_000;

/** The commit that is checked out, and whether tracked files differ from it; `undefined` outside a repository, or where git does not say. */
export async function gitCommit(
  executor: LocalExecutor,
  signal: AbortSignal,
): Promise<{ readonly id: string; readonly dirty: boolean } | undefined> {
  const id = await git(executor, { signal, words: ["rev-parse", "--verify", "HEAD"] });
  if (id === undefined) return undefined;
  const changes = await git(executor, { signal, words: ["status", "--porcelain", "--untracked-files=no"] });
  return changes === undefined ? undefined : { id: id.trim(), dirty: changes !== "" };
}

async function git(
  executor: LocalExecutor,
  { words, signal }: { readonly words: readonly string[]; readonly signal: AbortSignal },
): Promise<string | undefined> {
  const { PATH, HOME } = executor.platform.environment.variables;
  const lines: string[] = [];
  const supervised = await supervise(executor, {
    program: {
      argv: ["git", ...words],
      cwd: executor.projectRoot,
      env: { ...(PATH !== undefined && { PATH }), ...(HOME !== undefined && { HOME }), GIT_OPTIONAL_LOCKS: "0" },
      onLine: (stream, line) => {
        if (stream === "stdout") lines.push(line);
      },
    },
    timeout: patience,
    signal,
  });
  const ended = supervised.kind === "ended" && supervised.end.kind === "exited" && supervised.end.code === 0;
  return ended ? lines.join("\n") : undefined;
}
