import { resolve } from "node:path";
import type { Access, Connection, OwnAddress } from "./access.ts";
import { connectionOf, ownAddressOf } from "./strace-address.ts";
import { type Call, straceCalls, unescaped } from "./strace-call.ts";

export type Traced = Access | Connection | OwnAddress;

/** Those of files alone. */
export const fileAccesses = (lines: Iterable<string>, folder: string): readonly Access[] =>
  [...straceAccesses(lines, folder)].flatMap((one) => (one.kind === "connect" || one.kind === "own-address" ? [] : [one]));

/** Threads share one; a process starts with its parent's. */
interface WorkingDirectory {
  path: string;
}

/** What the processes of a trace did, where the first of them started in `folder`. */
export function* straceAccesses(lines: Iterable<string>, folder: string): Generator<Traced> {
  const folders = new Map<string, WorkingDirectory>();
  /** Processes that are starting another one: a child may do something before its parent is told its number. */
  const starting = new Map<string, string>();
  for (const call of straceCalls(lines)) {
    const directory = folders.get(call.process) ?? { path: folders.get([...starting.keys()].at(-1) ?? "")?.path ?? folder };
    folders.set(call.process, directory);
    if ("begun" in call) {
      if (startsProcess(call.name)) starting.set(call.process, call.name);
    } else if (startsProcess(call.name)) {
      starting.delete(call.process);
      if (call.error !== undefined) continue;
      const child = String(call.result);
      const shares = call.arguments.some((text) => text.includes("CLONE_FS"));
      if (shares) folders.set(child, directory);
      else if (!folders.has(child)) folders.set(child, { path: directory.path });
    } else if (call.error === undefined) yield* accessesOf(call, directory);
    else yield* failed(call, directory);
  }
}

const startsProcess = (name: string): boolean => ["clone", "clone3", "fork", "vfork"].includes(name);

function accessesOf(call: Call, directory: WorkingDirectory): readonly Traced[] {
  const [first = "", second = "", third = "", fourth = ""] = call.arguments;
  const here = (path: string): string => resolve(directory.path, quoted(path));
  const at = (folder: string, path: string): string => resolve(folderOf(folder, directory), quoted(path));
  switch (call.name) {
    case "open":
      return opened({ path: here(first), flags: second, target: call.target });
    case "openat":
    case "openat2":
      return opened({ path: at(first, second), flags: third, target: call.target });
    case "creat":
      return [{ kind: "write", path: here(first) }];
    case "truncate":
    case "chmod":
      return [{ kind: "change", path: here(first) }];
    case "fchmodat":
    case "fchmodat2":
      return [{ kind: "change", path: at(first, second) }];
    case "execve":
      return [{ kind: "read", path: here(first) }];
    case "execveat":
      return [{ kind: "read", path: at(first, second) }];
    case "getdents":
    case "getdents64":
      return [{ kind: "list", path: folderOf(first, directory) }];
    case "rename":
      return renamed(here(first), here(second));
    case "renameat":
    case "renameat2":
      return renamed(at(first, second), at(third, fourth));
    case "link":
      return linked(here(first), here(second));
    case "linkat":
      return linked(at(first, second), at(third, fourth));
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
    case "mknod":
      return [{ kind: "write", path: here(first) }];
    case "mknodat":
      return [{ kind: "write", path: at(first, second) }];
    case "chdir":
      directory.path = here(first);
      return [];
    case "fchdir":
      directory.path = folderOf(first, directory);
      return [];
    case "stat":
    case "lstat":
    case "access":
    case "readlink":
      return [{ kind: "look", path: here(first) }];
    case "newfstatat":
    case "fstatat64":
    case "statx":
    case "faccessat":
    case "faccessat2":
    case "readlinkat":
      // With an empty name it is the open file itself that is asked about.
      return quoted(second) === "" ? [] : [{ kind: "look", path: at(first, second) }];
    case "connect":
      return connectionOf(second);
    case "bind":
    case "getsockname":
      return ownAddressOf(second);
    default:
      return [];
  }
}

/** What was looked for in vain says as much as what was found; a connection that is not there at once may still come. */
function failed({ name, arguments: [first = "", second = ""], error }: Call, directory: WorkingDirectory): readonly Traced[] {
  if (name === "connect") return error === "ENETUNREACH" || error === "EAFNOSUPPORT" ? [] : connectionOf(second);
  if (error !== "ENOENT" && error !== "ENOTDIR") return [];
  if (["open", "stat", "lstat", "access", "readlink", "execve"].includes(name)) {
    return [{ kind: "absent", path: resolve(directory.path, quoted(first)) }];
  }
  if (["openat", "openat2", "newfstatat", "fstatat64", "statx", "faccessat", "faccessat2", "readlinkat"].includes(name)) {
    return [{ kind: "absent", path: resolve(folderOf(first, directory), quoted(second)) }];
  }
  return [];
}

interface Opening {
  readonly path: string;
  readonly flags: string;
  readonly target: string | undefined;
}

function opened({ path, flags, target: real }: Opening): readonly Access[] {
  const has = (flag: string): boolean => flags.includes(flag);
  const target = real === undefined || real === path ? {} : { target: real };
  if (has("O_PATH") || has("O_TMPFILE") || has("O_DIRECTORY")) return [];
  if (!has("O_WRONLY") && !has("O_RDWR")) return [{ kind: "read", path, ...target }];
  return [{ kind: has("O_TRUNC") || has("O_EXCL") ? "write" : "change", path, ...target }];
}

const renamed = (from: string, to: string): readonly Access[] => [
  { kind: "remove", path: from },
  { kind: "write", path: to },
];

const linked = (from: string, to: string): readonly Access[] => [
  { kind: "read", path: from },
  { kind: "write", path: to },
];

const quoted = (text: string): string => unescaped(/^"(.*)"/s.exec(text)?.[1] ?? "");

/** `-y` writes what a descriptor is behind it: `3</home/ada/data>`. */
function folderOf(descriptor: string, directory: WorkingDirectory): string {
  const path = /<(.*)>$/s.exec(descriptor)?.[1];
  return path === undefined ? directory.path : unescaped(path);
}
