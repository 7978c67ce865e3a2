import { expect, test } from "vitest";
import { straceAccesses } from "../../../engine/init/trace/strace-accesses.ts";
import { straceCalls, unescaped } from "../../../engine/init/trace/strace-call.ts";

const calls = (text: string) => [...straceCalls(text)].filter((call) => !("begun" in call));

test("a call has its arguments as they are written: commas and brackets in names, structures, descriptors with their paths", () => {
  expect(
    calls(
      [
        String.raw`7 openat(AT_FDCWD</wine>, "a, (b) = 3.csv", O_RDONLY|O_CLOEXEC) = 3</wine/a, (b\) = 3.csv>`,
        `7 openat2(4</wine/data>, "x.csv", {flags=O_WRONLY|O_CREAT, mode=0666, resolve=0}, 24) = 5`,
        `7 clone3({flags=CLONE_VM|CLONE_FS, exit_signal=SIGCHLD} => {parent_tid=[9]}, 88) = 9`,
        '7 rename("a.tmp", "a.bin")          = 0',
      ].join("\n"),
    ),
  ).toEqual([
    { process: "7", name: "openat", arguments: ["AT_FDCWD</wine>", '"a, (b) = 3.csv"', "O_RDONLY|O_CLOEXEC"], result: 3 },
    {
      process: "7",
      name: "openat2",
      arguments: ["4</wine/data>", '"x.csv"', "{flags=O_WRONLY|O_CREAT, mode=0666, resolve=0}", "24"],
      result: 5,
    },
    { process: "7", name: "clone3", arguments: ["{flags=CLONE_VM|CLONE_FS, exit_signal=SIGCHLD} => {parent_tid=[9]}", "88"], result: 9 },
    { process: "7", name: "rename", arguments: ['"a.tmp"', '"a.bin"'], result: 0 },
  ]);
});

test("what failed, signals, exits and a last line that was cut off are no calls", () => {
  const text = [
    '7 openat(AT_FDCWD, "missing.csv", O_RDONLY) = -1 ENOENT (No such file or directory)',
    "7 --- SIGCHLD {si_signo=SIGCHLD} ---",
    "7 +++ exited with 0 +++",
    '7 openat(AT_FDCWD, "half',
    '7 openat(AT_FDCWD, "killed.csv", O_RDONLY <unfinished ...>) = ?',
    "",
  ].join("\n");
  expect(calls(text)).toEqual([]);
});

test("a call that another process cut in two is one, where it ended", () => {
  const text = [
    '7 openat(AT_FDCWD, "slow.csv", O_RDONLY <unfinished ...>',
    '8 openat(AT_FDCWD, "quick.csv", O_RDONLY) = 3',
    "7 <... openat resumed>)             = 4",
  ].join("\n");
  expect(calls(text).map((call) => ("arguments" in call ? call.arguments[1] : ""))).toEqual(['"quick.csv"', '"slow.csv"']);
});

test.each([
  ["plain.csv", "plain.csv"],
  [String.raw`m\303\251thode.csv`, "méthode.csv"],
  [String.raw`\xe2\x82\xac.csv`, "€.csv"],
  [String.raw`say \"hi\"\\.csv`, 'say "hi"\\.csv'],
  [String.raw`two\nlines\there`, "two\nlines\there"],
])("reads the C string %s", (text, path) => {
  expect(unescaped(text)).toBe(path);
});

test("a name means what it means in the folder that its process is in", () => {
  const text = [
    '7 execve("/bin/sh", ["sh"], 0x7ffd /* 3 vars */) = 0',
    "7 vfork( <unfinished ...>",
    // The child runs before its parent is told its number.
    '8 openat(AT_FDCWD, "a.csv", O_RDONLY) = 3',
    '8 chdir("data") = 0',
    "7 <... vfork resumed>)              = 8",
    '8 openat(AT_FDCWD, "b.csv", O_RDONLY) = 3',
    '7 openat(AT_FDCWD, "c.csv", O_RDONLY) = 3',
    "8 clone(child_stack=0x7f, flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_THREAD) = 9",
    '9 chdir("..") = 0',
    // Threads move together.
    '8 openat(AT_FDCWD, "d.csv", O_RDONLY) = 3',
    "8 clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD) = 10",
    '8 chdir("/elsewhere") = 0',
    '10 openat(AT_FDCWD, "e.csv", O_RDONLY) = 3',
    '10 openat(5</wine/deep>, "f.csv", O_RDONLY) = 6',
    "10 fchdir(5</wine/deep>) = 0",
    '10 openat(AT_FDCWD, "../g.csv", O_RDONLY) = 6',
  ].join("\n");
  expect(straceAccesses(text, "/wine").map(({ path }) => path)).toEqual([
    "/bin/sh",
    "/wine/a.csv",
    "/wine/data/b.csv",
    "/wine/c.csv",
    "/wine/d.csv",
    "/wine/e.csv",
    "/wine/deep/f.csv",
    "/wine/g.csv",
  ]);
});

test("flags say what is done to a file", () => {
  const open = (flags: string): string => `7 openat(AT_FDCWD, "f", ${flags}) = 3`;
  const text = [
    open("O_RDONLY|O_CLOEXEC"),
    open("O_WRONLY|O_CREAT|O_TRUNC, 0666"),
    open("O_RDWR|O_CREAT|O_EXCL, 0600"),
    open("O_WRONLY|O_CREAT|O_APPEND, 0666"),
    open("O_RDWR"),
    open("O_RDONLY|O_DIRECTORY"),
    open("O_RDONLY|O_PATH"),
    '7 renameat2(AT_FDCWD, "f", 5</wine/old>, "g", 0) = 0',
    '7 unlinkat(AT_FDCWD, "f", 0) = 0',
    '7 mkdir("plots", 0777) = 0',
    '7 linkat(AT_FDCWD, "f", AT_FDCWD, "h", 0) = 0',
  ].join("\n");
  expect(straceAccesses(text, "/wine")).toEqual([
    { kind: "read", path: "/wine/f" },
    { kind: "write", path: "/wine/f" },
    { kind: "write", path: "/wine/f" },
    { kind: "change", path: "/wine/f" },
    { kind: "change", path: "/wine/f" },
    { kind: "list", path: "/wine/f" },
    { kind: "remove", path: "/wine/f" },
    { kind: "write", path: "/wine/old/g" },
    { kind: "remove", path: "/wine/f" },
    { kind: "make-folder", path: "/wine/plots" },
    { kind: "write", path: "/wine/h" },
  ]);
});
