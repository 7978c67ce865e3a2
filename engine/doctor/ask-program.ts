import type { Platform } from "../platform/platform.ts";

/** What a program answered, or why it could not be asked. */
export type Answer = { readonly code: number; readonly output: string } | { readonly failure: string };

/** Milliseconds: a program that takes longer is of no use to the doctor. */
const patience = 30_000;

/** Starts a program and reads what it prints on stdout, with the engine's PATH and HOME. */
export async function askProgram(
  { processes, clock, environment }: Platform,
  { argv, cwd }: { readonly argv: readonly [string, ...string[]]; readonly cwd: string },
): Promise<Answer> {
  const { PATH, HOME } = environment.variables;
  const lines: string[] = [];
  const started = await processes.start({
    argv,
    cwd,
    env: { ...(PATH !== undefined && { PATH }), ...(HOME !== undefined && { HOME }), GIT_OPTIONAL_LOCKS: "0" },
    onLine: (stream, line) => {
      if (stream === "stdout") lines.push(line);
    },
  });
  const enough = new AbortController();
  started.release();
  const late = clock.wait(patience, enough.signal).then(() => undefined);
  const end = await Promise.race([started.ended, late]);
  enough.abort();
  if (end === undefined) {
    processes.signalGroup(started.group, "SIGKILL");
    return { failure: `${argv[0]} did not answer within ${patience / 1000} s` };
  }
  switch (end.kind) {
    case "exited":
      return { code: end.code, output: lines.join("\n") };
    case "signalled":
      return { failure: `${argv[0]} was ended by ${end.signal}` };
    case "not-started":
      return { failure: end.message };
  }
}
