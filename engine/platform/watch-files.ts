import { lstatSync, type Stats, statSync } from "node:fs";
import { basename, join } from "node:path";

export interface WatchFilesRequest {
  /** Absolute folders in which to look. */
  readonly roots: readonly string[];
  /** Whether a path is watched, or leads to one that is. `undefined`: what stands there is not known yet. */
  readonly isRelevant: (path: string, isFolder: boolean | undefined) => boolean;
  /** Look once a second, instead of being told by the system. */
  readonly polling: boolean;
  /** Something happened to what stands, or stood, at this path. What it was, only its content tells. */
  readonly onEvent: (path: string) => void;
  /** A folder came to be at this path, or took the place of another: it may not be watched. */
  readonly onFolder: (path: string) => void;
  /** The system refuses to tell of all that is to be watched. */
  readonly onRefusal: (error: Error) => void;
}

export interface FileWatch {
  close(): Promise<void>;
}

/** Milliseconds. */
const pollInterval = 1000;

/**
 * Watches files and folders, and what comes to be in them. Where the system tells, it is asked of folders alone, since it names
 * what changed in them: fifty thousand files in one folder cost one watch. Links are followed, and watched one by one.
 */
export async function watchFiles(request: WatchFilesRequest): Promise<FileWatch> {
  const { FSWatcher } = await import("chokidar");
  const watcher = new FSWatcher({
    ignored: (path, stats) => isLeftOut(path, stats),
    ignoreInitial: true,
    // Its guesses at temporary names of editors would keep back edits of files that have such a name.
    atomic: false,
    ignorePermissionErrors: true,
    usePolling: request.polling,
    interval: pollInterval,
    binaryInterval: pollInterval,
  });
  const isLeftOut = (path: string, stats: Stats | undefined): boolean => {
    if (!request.isRelevant(path, stats?.isDirectory())) return true;
    return stats?.isFile() === true && !watcher.options.usePolling && lstatSync(path, quietly)?.isSymbolicLink() !== true;
  };
  watcher.on("all", (_event, path) => request.onEvent(path));
  watcher.on("raw", (event, path, details) => {
    const { watchedPath } = details as { readonly watchedPath?: string };
    if (watchedPath === undefined || !path) return request.onEvent(watchedPath ?? path);
    // Of a file, its own name is told.
    if (path === basename(watchedPath)) request.onEvent(watchedPath);
    const member = join(watchedPath, path);
    request.onEvent(member);
    if (event === "rename" && statOf(member)?.isDirectory()) request.onFolder(member);
  });
  watcher.on("error", (error) => request.onRefusal(error instanceof Error ? error : new Error(String(error))));
  await new Promise<void>((resolve) => {
    watcher.on("ready", () => resolve());
    watcher.add([...request.roots]);
  });
  return watcher;
}

/** What is gone meanwhile is no error. */
const quietly = { throwIfNoEntry: false } as const;

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, quietly);
  } catch {
    return undefined;
  }
}
