/** The calls that name files, or change what a name means. A `?` lets a processor lack one. */
export const fileCalls = [
  ...["open", "openat", "openat2", "creat", "truncate", "execve", "execveat", "getdents", "getdents64"],
  ...["rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat"],
  ...["unlink", "unlinkat", "mkdir", "mkdirat", "mknod", "mknodat"],
  ...["chdir", "fchdir", "clone", "clone3", "fork", "vfork"],
];

/** Those that only ask, and those of the network. */
export const otherCalls = [
  ...["stat", "lstat", "newfstatat", "fstatat64", "statx", "access", "faccessat", "faccessat2", "readlink", "readlinkat"],
  ...["chmod", "fchmodat", "fchmodat2", "connect", "bind", "getsockname"],
];

export type Argv = readonly [string, ...string[]];

export interface StraceRequest {
  /** Of strace: a name or an absolute path. */
  readonly program: string;
  /** Where the record is written; absolute. */
  readonly record: string;
  readonly calls: readonly string[];
  readonly argv: Argv;
}

/**
 * A program that is followed, with all that it starts. `-D` lets the program be the process that was started, and strace one beside it
 * in its group: exit code and signals are the program's own, and what it leaves behind in the background is not waited for.
 */
export const straceArgv = ({ program, record, calls, argv }: StraceRequest): Argv => [
  ...([program, "-D", "-f", "-qq", "-y", "-e", `trace=${calls.map((call) => `?${call}`).join(",")}`] as const),
  ...["-e", "signal=none", "-o", record, ...argv],
];
