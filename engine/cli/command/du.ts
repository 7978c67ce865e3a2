import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { painter } from "../../report/painter.ts";
import { renderUsage, usageDocument } from "../../report/store/du.ts";
import { stateParts } from "../../upkeep/disk-usage.ts";
import { readBranches } from "../../upkeep/read-branches.ts";
import { storeContents } from "../../upkeep/store-contents.ts";
import { findProjectConfig } from "../find-project-config.ts";
import { listenForInterruption } from "../interruption.ts";
import type { CommandInvocation } from "../option-table.ts";
import type { duOptions } from "../table/du.ts";
import { tell } from "../tell.ts";

export async function run({ platform, options }: CommandInvocation<typeof duOptions>): Promise<ExitCode> {
  const found = await findProjectConfig(platform);
  if (!found.ok) {
    tell(platform, found.failure);
    return exitCodes.usage;
  }
  const { disk, clock, console } = platform;
  const { projectRoot, config } = found.value;
  const { folder: storeFolder, runs } = config.store;
  const interruption = listenForInterruption(() => undefined);
  const { signal } = interruption;
  const branches = await readBranches({ platform, store: config.store, projectRoot, signal });
  interruption.release();
  if (signal.aborted) return signal.reason === "SIGTERM" ? exitCodes.terminated : exitCodes.interrupted;
  // What is needed by a branch that cannot be read is shown as needed by nothing; `gc` would refuse.
  if (!branches.ok) tell(platform, [{ ...branches.failure, severity: "warning" }]);
  const contents = storeContents({ disk, storeFolder, runs, projectRoot, ...(branches.ok && { branches: branches.value }) });
  const report = { contents, state: stateParts(disk, { projectRoot, storeFolder }) };
  const { terminal, out } = console;
  const columns = terminal.interactive ? terminal.columns : Number.POSITIVE_INFINITY;
  const shown = { limits: config.store, now: clock.now(), projectRoot, storeFolder, paint: painter(terminal.colour), columns };
  out(options.json === true ? usageDocument(report, shown) : renderUsage(report, shown));
  return exitCodes.ok;
}
