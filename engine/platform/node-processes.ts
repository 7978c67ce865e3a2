import type { ChildProcess } from "node:child_process";
import type { Duplex } from "node:stream";
import { findProgram } from "./find-program.ts";
import { groupUse } from "./group-use.ts";
import { startGuard } from "./guard.ts";
import { LineSplitter } from "./line-splitter.ts";
import { neverStarted } from "./never-started.ts";
import type { ProcessEnd, Processes, ProcessRequest, StartedProcess } from "./process.ts";
import { signalGroup } from "./process-group.ts";
import { signalMarked } from "./signal-marked.ts";
import { spawn } from "./spawn.ts";
import { startTime } from "./start-time.ts";

export const nodeProcesses: Processes = { start, startGuard, signalGroup, signalMarked, groupUse, startTime };

/**
 * Waits for a word on descriptor 3, then becomes the program. Where the engine dies first, the read fails and nothing runs.
 * The three variables are what shells add by themselves.
 */
const heldBack = 'read -r word <&3 || exit 125; exec 3<&-; unset PWD OLDPWD SHLVL; exec "$@"';

async function start(request: ProcessRequest): Promise<StartedProcess> {
  const [program, ...words] = request.argv;
  const found = findProgram({ program, cwd: request.cwd, path: request.env.PATH });
  if (!found.ok) return neverStarted(found.failure);
  const child = await spawn({
    argv: request.job === undefined ? ["/bin/sh", "-c", heldBack, "millrace", program, ...words] : request.argv,
    cwd: request.cwd,
    env: request.env,
    stdio: request.onMessage === undefined ? ["ignore", "pipe", "pipe", "pipe"] : ["ignore", "pipe", "pipe", "pipe", "pipe"],
  });
  if (!child.ok) return neverStarted(child.failure);
  return follow(request, child.value);
}

function follow(request: ProcessRequest, { child, group }: { readonly child: ChildProcess; readonly group: number }): StartedProcess {
  if (request.onOutput === undefined) splitLines(child.stdout, (line) => request.onLine("stdout", line));
  else child.stdout?.on("data", request.onOutput).on("error", () => undefined);
  splitLines(child.stderr, (line) => request.onLine("stderr", line));
  // A message is whole or it is nothing.
  if (request.onMessage !== undefined) splitLines(child.stdio[4], request.onMessage, Number.POSITIVE_INFINITY);
  // Node opens every pipe in both directions, whatever the types say of the descriptors above 2.
  const word = child.stdio[3] as Duplex;
  // Whoever is gone before the word is sent is seen by its exit.
  word.on("error", () => undefined);
  return {
    group,
    release: () => void word.end(`${request.job ?? ""}\n`),
    exited: new Promise((resolve) => child.once("exit", (code, signal) => resolve(endOf(code, signal)))),
    ended: new Promise((resolve) => child.once("close", (code, signal) => resolve(endOf(code, signal)))),
    disconnect: () => {
      for (const pipe of child.stdio) pipe?.destroy();
    },
  };
}

function splitLines(stream: ChildProcess["stdio"][4] | null, onLine: (line: string) => void, limit?: number): void {
  if (stream === null || stream === undefined) return;
  const splitter = new LineSplitter(onLine, limit);
  stream.on("data", (chunk: Buffer) => splitter.write(chunk));
  stream.on("close", () => splitter.end());
  stream.on("error", () => undefined);
}

const endOf = (code: number | null, signal: string | null): ProcessEnd =>
  signal === null ? { kind: "exited", code: code ?? 0 } : { kind: "signalled", signal };
