import { relative } from "node:path";
import { get } from "../../data/get.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { addedLine } from "../../report/data/added.ts";
import type { CommandInvocation } from "../option-table.ts";
import type { getOptions } from "../table/get.ts";
import { tellIgnore } from "../tell-ignore.ts";
import { withData } from "../with-data.ts";

export function run({ platform, options, arguments: words }: CommandInvocation<typeof getOptions>): Promise<ExitCode> {
  return withData({ platform, quiet: options.quiet === true, wait: options["no-wait"] !== true }, async (work) => {
    const { data, progress, following, say, tell } = work;
    const [repository = "", path = ""] = words;
    progress.begin(path);
    const { rev: revision, output } = options;
    const got = await get(data, {
      repository,
      path,
      revision,
      output,
      pin: options.pin === true,
      force: options.force === true,
      ...following,
    });
    if (!got.ok) {
      tell(got.failure);
      return codeOf(got.failure);
    }
    const { target, commit, added } = got.value;
    if (added !== undefined) {
      say(addedLine(added));
      tellIgnore(work, { platform, path: added.pin.path });
    } else say(`got      ${relative(platform.environment.workingDirectory, target) || "."}, as ${path} was at ${commit.slice(0, 12)}`);
    return exitCodes.ok;
  });
}

const codeOf = ({ code }: Diagnostic): ExitCode =>
  code === "git-failed" || code === "data-absent" || code === "disk-failed" ? exitCodes.environment : exitCodes.usage;
