import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Outcome } from "../../engine/events/event.ts";
import type { Platform } from "../../engine/platform/platform.ts";
import { command, eventsOf } from "./command.ts";
import type { Ran } from "./laws.ts";
import { executedIn, type Place, platformOf } from "./place.ts";

const program = fileURLToPath(new URL("../faults/engine-process.mjs", import.meta.url));

export interface HereRequest {
  readonly what: string;
  /** After `run --json`. */
  readonly words?: readonly string[];
  readonly platform?: Platform;
  readonly complete?: boolean;
  readonly hindered?: boolean;
  readonly overtaken?: boolean;
  /** Leaves the log of executions to whoever asks for it next. */
  readonly keepLog?: boolean;
}

export interface HereEnd {
  readonly ran: Ran;
  /** For messages. */
  readonly output: string;
}

/** `millrace run` in this process. */
export async function runHere(place: Place, request: HereRequest): Promise<HereEnd> {
  const { what, words = [], platform = platformOf(place), complete = true, keepLog = false, ...more } = request;
  const end = await command(platform, ["run", "--json", "--jobs", "2", ...words]);
  const outcomes = Object.fromEntries(
    eventsOf(end).flatMap((event): [string, Outcome][] => (event.type === "stage-finished" ? [[event.stage, event.outcome]] : [])),
  );
  const ran = { what, code: end.code, outcomes, executed: keepLog ? [] : executedIn(place), complete, ...more };
  return { ran, output: `${end.stdout}${end.stderr}` };
}

/** System calls that change something, or start something. */
const calls =
  "mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,rmdir,chmod,fchmod,fchmodat,write,pwrite64," +
  "fsync,fdatasync,ftruncate,copy_file_range,sendfile,clone,clone3,vfork,fork,kill";

/** Whether this system lets strace kill a process at its N-th system call. */
export const straceKills: boolean =
  spawnSync("strace", ["-qq", "-o", "/dev/null", "-e", "trace=write", "-e", "inject=write:signal=KILL:when=1", "sh", "-c", "echo"])
    .signal === "SIGKILL";

export type Death = { readonly moment: "before" | "inside" | "after"; readonly write: number } | { readonly call: number };

interface AloneRequest {
  readonly what: string;
  readonly death?: Death;
}

/** A complete run in a process of its own, which may die as by `kill -9`. What it executed is for the caller to ask. */
export async function runAlone(place: Place, { what, death }: AloneRequest): Promise<Ran> {
  const { code, output } = await ended(argvOf(place, death));
  const ends = [...output.matchAll(/^([a-z]+) (.+)$/gm)].filter(([, word]) => word !== "writes");
  const outcomes = Object.fromEntries(ends.map(([, outcome, stage]) => [stage as string, outcome as Outcome]));
  return { what, code, outcomes, executed: [], complete: true };
}

function argvOf({ folder, executions }: Place, death: Death | undefined): readonly string[] {
  const engine = [process.execPath, program, folder, executions];
  if (death === undefined) return engine;
  if ("moment" in death) return [...engine, death.moment, String(death.write)];
  return ["strace", "-qq", "-o", "/dev/null", "-e", `trace=${calls}`, "-e", `inject=${calls}:signal=KILL:when=${death.call}`, ...engine];
}

function ended([file = "", ...words]: readonly string[]): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, words, { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.on("data", (text) => {
      output += text;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}
