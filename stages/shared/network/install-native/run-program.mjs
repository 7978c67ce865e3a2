import { spawn } from "node:child_process";
import { SetUpFailure } from "./set-up-failure.mjs";

/** Runs a program to its end; what it prints goes to stderr, or nowhere if `quiet`. Throws SetUpFailure with `why` and `hint`. */
export async function runProgram(command, args, { why, hint, cwd, quiet = false }) {
  const output = quiet ? "ignore" : 2;
  const ended = await new Promise((resolve) => {
    spawn(command, args, { cwd, stdio: ["ignore", output, output] })
      .on("error", ({ code }) => resolve(code === "ENOENT" ? "is not installed" : `could not be started (${code})`))
      .on("close", (code, signal) => resolve(code === 0 ? undefined : `ended with ${signal ?? `exit code ${code}`}`));
  });
  if (ended !== undefined) throw new SetUpFailure(`${why}: ${command} ${ended}`, hint);
}
