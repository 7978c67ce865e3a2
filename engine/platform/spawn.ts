import type { ChildProcess } from "node:child_process";
import { failure, type Result, success } from "./result.ts";

export interface SpawnRequest {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdio: readonly [Channel, Channel, Channel, ...Channel[]];
}
type Channel = "ignore" | "pipe";

/** Starts a program as the leader of a session and a process group of its own; the failure says why it could not be. */
export async function spawn(request: SpawnRequest): Promise<Result<{ readonly child: ChildProcess; readonly group: number }, string>> {
  const { spawn: start } = await import("node:child_process");
  const [program = "", ...words] = request.argv;
  try {
    const child = start(program, words, { cwd: request.cwd, env: request.env, stdio: [...request.stdio], detached: true });
    if (child.pid !== undefined) return success({ child, group: child.pid });
    return await new Promise((resolve) => child.once("error", ({ message }) => resolve(failure(message))));
  } catch (error) {
    // Some refusals are events and some are thrown: too long a command line, a zero byte in it.
    return failure(error instanceof Error ? error.message : String(error));
  }
}
