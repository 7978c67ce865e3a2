import { namesInIgnoreFile } from "../../data/ignore-line.ts";
import { move } from "../../data/move.ts";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { listed } from "../../report/columns.ts";
import { dataPaths } from "../data-paths.ts";
import type { CommandInvocation } from "../option-table.ts";
import type { moveOptions } from "../table/move.ts";
import { tellIgnore } from "../tell-ignore.ts";
import { withData } from "../with-data.ts";

export function run({ platform, options, arguments: words }: CommandInvocation<typeof moveOptions>): Promise<ExitCode> {
  return withData({ platform, quiet: options.quiet === true, wait: options["no-wait"] !== true }, async (work) => {
    const [from, to] = dataPaths(work, { platform, words }) ?? [];
    if (from === undefined || to === undefined) return exitCodes.usage;
    const moved = await move(work.data, { from, to });
    if (!moved.ok) {
      work.tell(moved.failure);
      return exitCodes.usage;
    }
    work.say(`moved  ${from} to ${moved.value.to}; commit both pins`);
    const ignored = namesInIgnoreFile(platform.disk, { projectRoot: work.data.projectRoot, path: from });
    if (ignored) work.say(`.gitignore still names ${from}; that line may go`);
    tellIgnore(work, { platform, path: moved.value.to });
    if (moved.value.named.length > 0) work.say(`the old path is still named in ${listed(moved.value.named)}`);
    return exitCodes.ok;
  });
}
