import { readConfig } from "../../config/read-config.ts";
import { checkRemote } from "../../data/check-remote.ts";
import { chooseRemote } from "../../data/choose-remote.ts";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { findProjectRoot } from "../../spec/project-root.ts";
import { readSigning } from "../../store/remote/signature.ts";
import type { CommandInvocation } from "../option-table.ts";
import { remoteError } from "../sharing.ts";
import type { remoteCheckOptions } from "../table/remote-check.ts";
import { tell } from "../tell.ts";

export async function run({ platform, options, arguments: [name] }: CommandInvocation<typeof remoteCheckOptions>): Promise<ExitCode> {
  const config = await readConfig(platform, findProjectRoot(platform.disk, platform.environment.workingDirectory));
  const chosen = config.ok ? chooseRemote(config.value, name) : undefined;
  if (!config.ok || chosen?.ok !== true) {
    tell(platform, config.ok ? (chosen?.ok === false ? [chosen.failure] : []) : config.failure);
    return exitCodes.usage;
  }
  const remote = chosen.value;
  try {
    const report = await checkRemote({ remote, platform, signal: new AbortController().signal });
    const signing = readSigning(platform) !== undefined;
    if (options.json === true) platform.console.out(`${JSON.stringify({ remote: remote.name, ...report, signing })}\n`);
    else {
      platform.console.out(`${remote.name} (${report.url}) can be read${report.written ? " and written" : ""}\n`);
      if (!report.written) platform.console.out("this machine is not trusted to write: see millrace push --help\n");
      platform.console.out(
        signing
          ? "results are signed, and taken where they are\n"
          : "no MILLRACE_SIGNING_KEY of 16 characters or more: only what the lock names is fetched\n",
      );
    }
    return exitCodes.ok;
  } catch (error) {
    const failure = remoteError(error, remote.name);
    if (failure === undefined) throw error;
    tell(platform, [failure]);
    return exitCodes.environment;
  }
}
