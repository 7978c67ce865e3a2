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
  const { execa } = await import("execa");
  const [program = "", ...words] = request.argv;
  const child = execa(program, words, {
    cwd: request.cwd,
    env: request.env,
    extendEnv: false,
    stdio: request.stdio,
    detached: true,
    cleanup: false,
    buffer: false,
    reject: false,
  });
  if (child.pid !== undefined) return success({ child, group: child.pid });
  const result = await child;
  return failure(result.originalMessage ?? result.shortMessage ?? `${program} could not be started`);
}
