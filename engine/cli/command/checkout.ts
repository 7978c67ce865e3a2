import type { CheckedOut } from "../../data/checkout.ts";
import { checkout } from "../../data/checkout.ts";
import { type PinnedEntry, pinnedEntries } from "../../data/pinned-entries.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes, mostSevere } from "../../diagnostics/exit-code.ts";
import { bringData } from "../../freshness/bring-input.ts";
import { pinnedInput } from "../../freshness/pinned-input.ts";
import type { Result } from "../../platform/result.ts";
import { success } from "../../platform/result.ts";
import { checkedOutLine, checkoutTotal } from "../../report/data/checked-out.ts";
import { dataPaths } from "../data-paths.ts";
import type { CommandInvocation } from "../option-table.ts";
import type { checkoutOptions } from "../table/checkout.ts";
import { type DataWork, withData } from "../with-data.ts";

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
      const brought = await bring(work, { wanted, force: options.force === true });
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

interface Bring {
  readonly wanted: PinnedEntry;
  readonly force: boolean;
}

async function bring({ data, following }: DataWork, { wanted, force }: Bring): Promise<Result<CheckedOut, Diagnostic>> {
  const { pin, path, entry } = wanted;
  if (path === pin.path) return checkout(data, { pin, force, ...following });
  const found = await pinnedInput(data, path);
  if (!found.ok) return found;
  const done = { path, size: data.store.size(entry.digest) ?? 0, files: 1 };
  if (found.value.kind === "here") return success({ ...done, outcome: "there" });
  const brought = await bringData(data, { pin, path, entry, ...following });
  return brought.ok ? success({ ...done, size: data.store.size(entry.digest) ?? 0, outcome: "brought" }) : brought;
}

function codeOf({ code }: Diagnostic): ExitCode {
  if (code === "data-edited") return exitCodes.stale;
  return code === "data-absent" || code === "disk-failed" ? exitCodes.environment : exitCodes.usage;
}
