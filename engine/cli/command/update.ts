import { pinnedEntries } from "../../data/pinned-entries.ts";
import { type Updated, update } from "../../data/update.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes, mostSevere } from "../../diagnostics/exit-code.ts";
import { addedLine } from "../../report/data/added.ts";
import { dataPaths } from "../data-paths.ts";
import type { CommandInvocation } from "../option-table.ts";
import type { updateOptions } from "../table/update.ts";
import { type DataWork, withData } from "../with-data.ts";

export function run({ platform, options, arguments: words }: CommandInvocation<typeof updateOptions>): Promise<ExitCode> {
  return withData({ platform, quiet: options.quiet === true, wait: options["no-wait"] !== true }, async (work) => {
    const paths = dataPaths(work, { platform, words });
    if (paths === undefined) return exitCodes.usage;
    const { entries, diagnostics } = await pinnedEntries(work.data, paths);
    for (const diagnostic of diagnostics) work.tell(diagnostic);
    const codes = diagnostics.map(codeOf);
    const pins = entries.map(({ pin }) => pin).filter(({ origin }) => words.length > 0 || origin !== undefined);
    if (pins.length === 0 && codes.length === 0) work.say("no pin says where its data came from: there is nothing to ask");
    for (const pin of pins) {
      work.progress.begin(pin.path);
      const updated = await update(work.data, { pin, revision: options.rev, ...work.following });
      if (!updated.ok) {
        work.tell(updated.failure);
        codes.push(codeOf(updated.failure));
      } else if (updated.value === "unchanged") work.say(`same     ${pin.path}`);
      else tellUpdated(work, updated.value);
    }
    return mostSevere(codes);
  });
}

function tellUpdated({ say }: DataWork, { added, difference }: Updated): void {
  say(addedLine(added));
  const { before, pin } = added;
  if (before !== undefined)
    say(
      `  ${before.entry.digest.slice(0, 12)} -> ${pin.entry.digest.slice(0, 12)}${difference === undefined ? "" : `: ${difference.gist}`}`,
    );
  for (const line of difference?.lines ?? []) say(`    ${line}`);
}

function codeOf({ code }: Diagnostic): ExitCode {
  if (code === "data-edited") return exitCodes.stale;
  return code === "add-refused" || code === "not-pinned" || code === "artifact-unknown" ? exitCodes.usage : exitCodes.environment;
}
