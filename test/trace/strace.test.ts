import { expect, test } from "vitest";
import { fileAccesses, straceAccesses } from "../../engine/trace/strace-accesses.ts";
import { straceCalls, unescaped } from "../../engine/trace/strace-call.ts";

const calls = (text: string) => [...straceCalls(text.split("\n"))].filter((call) => !("begun" in call));

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
    {
      process: "7",
      name: "openat",
      arguments: ["AT_FDCWD</wine>", '"a, (b) = 3.csv"', "O_RDONLY|O_CLOEXEC"],
      result: 3,
      target: "/wine/a, (b) = 3.csv",
    },
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

test("signals, exits and a last line that was cut off are no calls; what failed says how", () => {
  const text = [
    '7 openat(AT_FDCWD, "missing.csv", O_RDONLY) = -1 ENOENT (No such file or directory)',
    "7 --- SIGCHLD {si_signo=SIGCHLD} ---",
    "7 +++ exited with 0 +++",
    '7 openat(AT_FDCWD, "half',
    '7 openat(AT_FDCWD, "killed.csv", O_RDONLY <unfinished ...>) = ?',
    "",
  ].join("\n");
  expect(calls(text)).toEqual([
    { process: "7", name: "openat", arguments: ["AT_FDCWD", '"missing.csv"', "O_RDONLY"], result: -1, error: "ENOENT" },
  ]);
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
  expect(fileAccesses(text.split("\n"), "/wine").map(({ path }) => path)).toEqual([
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
    "7 getdents64(3</wine/data>, 0x55 /* 3 entries */, 32768) = 80",
    open("O_RDONLY|O_PATH"),
    '7 renameat2(AT_FDCWD, "f", 5</wine/old>, "g", 0) = 0',
    '7 unlinkat(AT_FDCWD, "f", 0) = 0',
    '7 mkdir("plots", 0777) = 0',
    '7 linkat(AT_FDCWD, "f", AT_FDCWD, "h", 0) = 0',
  ].join("\n");
  expect(fileAccesses(text.split("\n"), "/wine")).toEqual([
    { kind: "read", path: "/wine/f" },
    { kind: "write", path: "/wine/f" },
    { kind: "write", path: "/wine/f" },
    { kind: "change", path: "/wine/f" },
    { kind: "change", path: "/wine/f" },
    { kind: "list", path: "/wine/data" },
    { kind: "remove", path: "/wine/f" },
    { kind: "write", path: "/wine/old/g" },
    { kind: "remove", path: "/wine/f" },
    { kind: "make-folder", path: "/wine/plots" },
    { kind: "read", path: "/wine/f" },
    { kind: "write", path: "/wine/h" },
  ]);
});

test("what is asked for, found or not, and what is behind a link", () => {
  const text = [
    '7 openat(AT_FDCWD</wine>, "latest/x.csv", O_RDONLY) = 3</wine/v3/x.csv>',
    '7 newfstatat(AT_FDCWD</wine>, "config.yaml", 0x7f, 0) = -1 ENOENT (No such file or directory)',
    '7 newfstatat(3</wine/v3/x.csv>, "", {st_mode=S_IFREG|0644}, AT_EMPTY_PATH) = 0',
    '7 access("notes.md", R_OK) = 0',
    '7 openat(AT_FDCWD</wine>, "secret", O_RDONLY) = -1 EACCES (Permission denied)',
    '7 execve("/usr/local/bin/tool", ["tool"], 0x7f /* 3 vars */) = -1 ENOENT (No such file or directory)',
  ];
  expect(fileAccesses(text, "/wine")).toEqual([
    { kind: "read", path: "/wine/latest/x.csv", target: "/wine/v3/x.csv" },
    { kind: "absent", path: "/wine/config.yaml" },
    { kind: "look", path: "/wine/notes.md" },
    { kind: "absent", path: "/usr/local/bin/tool" },
  ]);
});

test("connections, made or tried, without name servers and other kinds of sockets", () => {
  const connect = (address: string, end: string): string => `7 connect(3<socket:[1]>, ${address}, 16) = ${end}`;
  const text = [
    connect('{sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("10.0.0.7")}', "-1 EINPROGRESS (Operation now in progress)"),
    connect('{sa_family=AF_INET6, sin6_port=htons(80), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}', "0"),
    connect('{sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("10.0.0.53")}', "0"),
    connect('{sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr("10.0.0.7")}', "0"),
    connect('{sa_family=AF_UNIX, sun_path="/run/nscd/socket"}', "-1 ENOENT (No such file or directory)"),
    '7 bind(4<socket:[2]>, {sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr("127.0.0.1")}, 16) = 0',
  ];
  expect([...straceAccesses(text, "/wine")]).toEqual([
    { kind: "connect", address: "10.0.0.7:443" },
    { kind: "connect", address: "[2001:db8::1]:80" },
    { kind: "own-address", port: 8080 },
  ]);
});
