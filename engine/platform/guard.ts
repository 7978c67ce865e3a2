import type { Guard } from "./process.ts";
import { spawn } from "./spawn.ts";

/** See `Processes.startGuard`. Where it cannot be started, it is like one that has ended. */
export function startGuard(script: string): Guard {
  const started = spawn({
    argv: ["/bin/sh", "-c", script],
    cwd: "/",
    env: { PATH: `${process.env.PATH ?? ""}:/usr/bin:/bin` },
    stdio: ["pipe", "ignore", "ignore"],
  }).then((spawned) => {
    if (!spawned.ok) return undefined;
    const { child, group } = spawned.value;
    child.stdin?.on("error", () => undefined);
    return { child, group, exited: new Promise<void>((resolve) => child.once("exit", () => resolve())) };
  });
  return {
    processId: started.then((guard) => guard?.group ?? 0),
    tell: async (line) => {
      const input = (await started)?.child.stdin;
      if (!input?.writable) return false;
      return new Promise((resolve) => input.write(`${line}\n`, (error) => resolve(error === null || error === undefined)));
    },
    close: async () => {
      const guard = await started;
      guard?.child.stdin?.end();
      await guard?.exited;
    },
  };
}
