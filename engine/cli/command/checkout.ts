import { type CheckedOut, checkoutEntry } from "../../data/checkout.ts";
import { pinnedEntries } from "../../data/pinned-entries.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes, mostSevere } from "../../diagnostics/exit-code.ts";
import { checkedOutLine, checkoutTotal } from "../../report/data/checked-out.ts";
import { dataPaths } from "../data-paths.ts";
import type { CommandInvocation } from "../option-table.ts";
import type { checkoutOptions } from "../table/checkout.ts";
import { withData } from "../with-data.ts";

export function run({ platform, options, arguments: words }: CommandInvocation<typeof checkoutOptions>): Promise<ExitCode> {
  return withData({ platform, quiet: options.quiet === true, wait: options["no-wait"] !== true }, async (work) => {
    const paths = dataPaths(work, { platform, words });
    if (paths === undefined) return exitCodes.usage;
    const { entries, diagnostics } = await pinnedEntries(work.data, paths);
    for (const diagnostic of diagnostics) work.tell(diagnostic);
    const codes: ExitCode[] = diagnostics.map(codeOf);
    const done: CheckedOut[] = [];
    for (const wanted of entries) {
      work.progress.begin(wanted.path);
      const brought = await checkoutEntry(work.data, { wanted, force: options.force === true, ...work.following });
      if (brought.ok) {
        done.push(brought.value);
        if (brought.value.outcome !== "there" || options.verbose === true) work.say(checkedOutLine(brought.value));
      } else {
        work.tell(brought.failure);
        codes.push(codeOf(brought.failure));
      }
    }
    if (codes.length === 0) work.say(checkoutTotal(done));
    return mostSevere(codes);
  });
}

function codeOf({ code }: Diagnostic): ExitCode {
  if (code === "data-edited") return exitCodes.stale;
  return code === "data-absent" || code === "disk-failed" ? exitCodes.environment : exitCodes.usage;
}
