import { readConfig } from "../../config/read-config.ts";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { findProjectRoot } from "../../spec/project-root.ts";
import { shownUrl } from "../../store/remote/shown-url.ts";
import type { CommandInvocation } from "../option-table.ts";
import type { remoteListOptions } from "../table/remote-list.ts";
import { tell } from "../tell.ts";

export async function run({ platform, options }: CommandInvocation<typeof remoteListOptions>): Promise<ExitCode> {
  const config = await readConfig(platform, findProjectRoot(platform.disk, platform.environment.workingDirectory));
  if (!config.ok) {
    tell(platform, config.failure);
    return exitCodes.usage;
  }
  const usual = config.value.remote?.name;
  const remotes = [...config.value.remotes.values()].map(({ name, url, trust }) => ({
    name,
    url: shownUrl(url),
    trust,
    usual: name === usual,
  }));
  if (options.json === true) platform.console.out(`${JSON.stringify({ remotes })}\n`);
  else if (remotes.length === 0) platform.console.error("no remotes; millrace push --help says how to add one\n");
  else
    for (const { name, url, trust, usual } of remotes)
      platform.console.out(`${usual ? "*" : " "} ${name}  ${url}  ${trust === "write" ? "read and write" : "read-only"}\n`);
  return exitCodes.ok;
}
