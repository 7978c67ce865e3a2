import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { painter } from "../../report/painter.ts";
import { isSound, renderVerify, type VerifyReport, verifyDocument } from "../../report/store/verify.ts";
import { transferLine } from "../../report/transfer.ts";
import { leaseStore } from "../../run/store-lease.ts";
import { storeContents } from "../../upkeep/store-contents.ts";
import { verifyStore } from "../../upkeep/verify-store.ts";
import { forgetFiles, verifyWorkspace } from "../../upkeep/verify-workspace.ts";
import { findProjectConfig } from "../find-project-config.ts";
import { listenForInterruption } from "../interruption.ts";
import type { CommandInvocation } from "../option-table.ts";
import type { verifyOptions } from "../table/verify.ts";
import { tell } from "../tell.ts";

export async function run({ platform, options }: CommandInvocation<typeof verifyOptions>): Promise<ExitCode> {
  const found = await findProjectConfig(platform);
  if (!found.ok) {
    tell(platform, found.failure);
    return exitCodes.usage;
  }
  const { disk, console } = platform;
  const { projectRoot, config } = found.value;
  const { folder: storeFolder, runs } = config.store;
  const interruption = listenForInterruption(() => undefined);
  const { signal } = interruption;
  const line = transferLine(platform);
  const onWaiting = (holder: string): void => console.error(`waiting for ${holder}\n`);
  const lease = await leaseStore({ platform, storeFolder, projectRoot, signal, onWaiting });
  try {
    const following = { signal, onTransfer: line.onTransfer };
    const contents = () => storeContents({ disk, storeFolder, runs, projectRoot });
    const store = await verifyStore({ disk, storeFolder, contents, ...following });
    // With hard links, a project that it served has the same damaged bytes, under times that tell of nothing.
    const served = store.corrupt.flatMap(({ servedFor }) => servedFor.map(({ project }) => project));
    for (const project of new Set(served)) forgetFiles(disk, project);
    const workspace = options.outputs === true ? await verifyWorkspace({ platform, projectRoot, ...following }) : undefined;
    const report: VerifyReport = { store, ...(workspace !== undefined && { workspace }) };
    line.close();
    const sound = isSound(report);
    if (options.json === true) console.out(verifyDocument(report));
    else if (options.quiet !== true || !sound) console.out(renderVerify(report, { paint: painter(console.terminal.colour), projectRoot }));
    return sound ? exitCodes.ok : exitCodes.environment;
  } catch (error) {
    if (!signal.aborted) throw error;
    return signal.reason === "SIGTERM" ? exitCodes.terminated : exitCodes.interrupted;
  } finally {
    line.close();
    lease.release();
    interruption.release();
  }
}
