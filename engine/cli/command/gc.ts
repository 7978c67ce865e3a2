import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { painter } from "../../report/painter.ts";
import { gcDocument, renderGc } from "../../report/store/gc.ts";
import { collectGarbage } from "../../upkeep/gc.ts";
import { gcRefused } from "../../upkeep/gc-refused.ts";
import { findProjectConfig } from "../find-project-config.ts";
import { listenForInterruption } from "../interruption.ts";
import { limitsOf } from "../limit-option.ts";
import type { CommandInvocation } from "../option-table.ts";
import type { gcOptions } from "../table/gc.ts";
import { tell } from "../tell.ts";

export async function run({ platform, options }: CommandInvocation<typeof gcOptions>): Promise<ExitCode> {
  const found = await findProjectConfig(platform);
  const limits = found.ok ? limitsOf(found.value.config.store, { size: options.size, age: options.age }) : found;
  if (!found.ok || !limits.ok) {
    tell(platform, limits.ok ? [] : limits.failure);
    return exitCodes.usage;
  }
  const { projectRoot, config } = found.value;
  const dryRun = options["dry-run"] === true;
  const interruption = listenForInterruption(() => undefined);
  try {
    const done = await collectGarbage({
      platform,
      projectRoot,
      store: {
        ...config.store,
        runs: options.runs ?? config.store.runs,
        branches: options.branches ?? config.store.branches,
        tags: options.tags ?? config.store.tags,
      },
      limits: limits.value,
      dryRun,
      wait: options["no-wait"] !== true,
      signal: interruption.signal,
      onWaiting: (holder) => platform.console.error(`waiting for ${holder}\n`),
    });
    if (!done.ok) {
      tell(platform, [gcRefused(done.failure)]);
      const { signal } = interruption;
      if (!signal.aborted) return exitCodes.environment;
      return signal.reason === "SIGTERM" ? exitCodes.terminated : exitCodes.interrupted;
    }
    const { out, terminal } = platform.console;
    const shown = {
      dryRun,
      limits: limits.value,
      now: platform.clock.now(),
      projectRoot,
      storeFolder: config.store.folder,
      paint: painter(terminal.colour),
      columns: terminal.interactive ? terminal.columns : Number.POSITIVE_INFINITY,
    };
    if (options.json === true) out(gcDocument(done.value, shown));
    else if (options.quiet !== true) out(renderGc(done.value, shown));
    return exitCodes.ok;
  } finally {
    interruption.release();
  }
}
