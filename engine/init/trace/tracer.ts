import { basename, join } from "node:path";
import { commandWords } from "../../graph/command-words.ts";
import type { Disk } from "../../platform/disk.ts";
import { findProgram } from "../../platform/find-program.ts";
import { findInstallation } from "../../platform/installation.ts";
import type { Access } from "../../trace/access.ts";
import { fileAccesses } from "../../trace/strace-accesses.ts";
import { fileCalls, straceArgv } from "../../trace/strace-program.ts";
import { hookAccesses } from "./hook-accesses.ts";

/** A way to see which files a command opens. */
export interface Tracer {
  readonly name: "strace" | "Python's audit hook" | "Node's import hook";
  /** Sees every file that any program opens. Else only what the one language opens by its own means. */
  readonly complete: boolean;
  readonly argv: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  /** Once it has ended; `undefined` where nothing was seen at all. */
  accesses(): readonly Access[] | undefined;
}

export interface Tracing {
  readonly disk: Disk;
  readonly command: string;
  /** Where the command runs; absolute. */
  readonly folder: string;
  /** A private folder for the record; absolute. */
  readonly scratch: string;
}

const shell = (command: string): readonly [string, ...string[]] => ["/bin/sh", "-e", "-c", command];

export function straceTracer({ disk, command, folder, scratch }: Tracing): Tracer {
  const record = join(scratch, "strace.txt");
  return {
    name: "strace",
    complete: true,
    argv: straceArgv({ program: "strace", record, calls: fileCalls, argv: shell(command) }),
    env: {},
    accesses: () => (disk.stat(record) === undefined ? undefined : fileAccesses(disk.read(record).toString("utf8").split("\n"), folder)),
  };
}

/** For a command that starts Python or Node; `undefined` for others. */
export function hookTracer({ disk, command, scratch }: Tracing): Tracer | undefined {
  const record = join(scratch, "trace.jsonl");
  const language = languageOf(command);
  if (language === undefined) return undefined;
  const hook = join(scratch, language === "python" ? "sitecustomize.py" : "follow.mjs");
  disk.copy("scratch", join(findInstallation().root, "engine", "init", "hook", basename(hook)), hook);
  const env: Record<string, string> =
    language === "python" ? { PYTHONPATH: scratch } : { NODE_OPTIONS: `--import=${new URL(`file://${encodeURI(hook)}`).href}` };
  return {
    name: language === "python" ? "Python's audit hook" : "Node's import hook",
    complete: false,
    argv: shell(command),
    env: { ...env, MILLRACE_TRACE: record },
    accesses: () => (disk.stat(record) === undefined ? undefined : hookAccesses(disk.read(record).toString("utf8"))),
  };
}

/** Of the first program that a command starts and that a hook knows. */
function languageOf(command: string): "python" | "node" | undefined {
  for (const { text } of commandWords({ command, shell: "sh" })) {
    const program = basename(text);
    if (/^(?:python|pypy)[\d.]*$/.test(program)) return "python";
    if (program === "node") return "node";
  }
  return undefined;
}

/** Whether strace is here. That it may also look into other processes, only a trial shows. */
export const straceIsHere = (folder: string, path: string | undefined): boolean => findProgram({ program: "strace", cwd: folder, path }).ok;
