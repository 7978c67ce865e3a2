import { resolve } from "node:path";
import type { Access } from "./access.ts";
import { type Call, straceCalls, unescaped } from "./strace-call.ts";

/** The calls that name files, or change what a name means. A `?` lets a processor lack one. */
export const tracedCalls = [
  ...["open", "openat", "openat2", "creat", "truncate", "execve"],
  ...["rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat"],
  ...["unlink", "unlinkat", "mkdir", "mkdirat"],
  ...["chdir", "fchdir", "clone", "clone3", "fork", "vfork"],
];

/** Threads share one; a process starts with its parent's. */
interface WorkingDirectory {
  path: string;
}

/** What the processes of a trace did, where the first of them started in `folder`. */
export function straceAccesses(text: string, folder: string): readonly Access[] {
  const folders = new Map<string, WorkingDirectory>();
  /** Processes that are starting another one: a child may do something before its parent is told its number. */
  const starting = new Map<string, string>();
  const accesses: Access[] = [];
  for (const call of straceCalls(text)) {
    const directory = folders.get(call.process) ?? { path: folders.get([...starting.keys()].at(-1) ?? "")?.path ?? folder };
    folders.set(call.process, directory);
    if ("begun" in call) {
      if (startsProcess(call.name)) starting.set(call.process, call.name);
    } else if (startsProcess(call.name)) {
      starting.delete(call.process);
      const child = String(call.result);
      const shares = call.arguments.some((text) => text.includes("CLONE_FS"));
      if (shares) folders.set(child, directory);
      else if (!folders.has(child)) folders.set(child, { path: directory.path });
    } else accesses.push(...accessesOf(call, directory));
  }
  return accesses;
}

const startsProcess = (name: string): boolean => ["clone", "clone3", "fork", "vfork"].includes(name);

function accessesOf(call: Call, directory: WorkingDirectory): readonly Access[] {
  const [first = "", second = "", third = "", fourth = ""] = call.arguments;
  const here = (path: string): string => resolve(directory.path, quoted(path));
  const at = (folder: string, path: string): string => resolve(folderOf(folder, directory), quoted(path));
  switch (call.name) {
    case "open":
      return opened(here(first), second);
    case "openat":
    case "openat2":
      return opened(at(first, second), third);
    case "creat":
      return [{ kind: "write", path: here(first) }];
    case "truncate":
      return [{ kind: "change", path: here(first) }];
    case "execve":
      return [{ kind: "read", path: here(first) }];
    case "rename":
      return renamed(here(first), here(second));
    case "renameat":
    case "renameat2":
      return renamed(at(first, second), at(third, fourth));
    case "link":
      return [{ kind: "write", path: here(second) }];
    case "linkat":
      return [{ kind: "write", path: at(third, fourth) }];
    case "symlink":
      return [{ kind: "write", path: here(second) }];
    case "symlinkat":
      return [{ kind: "write", path: at(second, third) }];
    case "unlink":
      return [{ kind: "remove", path: here(first) }];
    case "unlinkat":
      return [{ kind: "remove", path: at(first, second) }];
    case "mkdir":
      return [{ kind: "make-folder", path: here(first) }];
    case "mkdirat":
      return [{ kind: "make-folder", path: at(first, second) }];
    case "chdir":
      directory.path = here(first);
      return [];
    case "fchdir":
      directory.path = folderOf(first, directory);
      return [];
    default:
      return [];
  }
}

function opened(path: string, flags: string): readonly Access[] {
  const has = (flag: string): boolean => flags.includes(flag);
  if (has("O_PATH") || has("O_TMPFILE")) return [];
  if (has("O_DIRECTORY")) return [{ kind: "list", path }];
  if (!has("O_WRONLY") && !has("O_RDWR")) return [{ kind: "read", path }];
  return [{ kind: has("O_TRUNC") || has("O_EXCL") ? "write" : "change", path }];
}

const renamed = (from: string, to: string): readonly Access[] => [
  { kind: "remove", path: from },
  { kind: "write", path: to },
];

const quoted = (text: string): string => unescaped(/^"(.*)"/s.exec(text)?.[1] ?? "");

/** `-y` writes what a descriptor is behind it: `3</home/ada/data>`. */
function folderOf(descriptor: string, directory: WorkingDirectory): string {
  const path = /<(.*)>$/s.exec(descriptor)?.[1];
  return path === undefined ? directory.path : unescaped(path);
}
