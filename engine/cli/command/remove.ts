import { namesInIgnoreFile } from "../../data/ignore-line.ts";
import { remove } from "../../data/move.ts";
import { type ExitCode, exitCodes, mostSevere } from "../../diagnostics/exit-code.ts";
import { pinFileOf } from "../../lock/pin-file.ts";
import { dataPaths } from "../data-paths.ts";
import type { CommandInvocation } from "../option-table.ts";
import type { removeOptions } from "../table/remove.ts";
import { withData } from "../with-data.ts";

export function run({ platform, options, arguments: words }: CommandInvocation<typeof removeOptions>): Promise<ExitCode> {
  return withData({ platform, quiet: options.quiet === true, wait: options["no-wait"] !== true }, async (work) => {
    const paths = dataPaths(work, { platform, words });
    if (paths === undefined) return exitCodes.usage;
    const codes: ExitCode[] = [];
    for (const path of paths) {
      const removed = await remove(work.data, { path, withData: options.data === true, force: options.force === true });
      if (removed.ok) {
        const ignored = namesInIgnoreFile(platform.disk, { projectRoot: work.data.projectRoot, path });
        const stays = ignored ? `stays, and .gitignore still names it` : `stays, and git may want it ignored`;
        work.say(`removed  ${pinFileOf(path)}${removed.value.data ? ` and ${path}` : `; ${path} ${stays}`}`);
      } else {
        work.tell(removed.failure);
        codes.push(exitCodes.usage);
      }
    }
    return mostSevere(codes);
  });
}
