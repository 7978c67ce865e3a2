import { readConfig } from "../config/read-config.ts";
import { byteCount } from "../key/byte-count.ts";
import type { Platform } from "../platform/platform.ts";
import type { RunSummary } from "../run/request.ts";

export interface TidyAfterRun {
  readonly platform: Platform;
  /** Absolute. */
  readonly projectRoot: string;
  readonly summary: RunSummary;
  readonly signal: AbortSignal;
  readonly quiet: boolean;
}

/** Keeps the store within its limit, after a run that may have made it grow. A disk that refuses is no failure of the run. */
export async function tidyAfterRun({ platform, projectRoot, summary, signal, quiet }: TidyAfterRun): Promise<void> {
  if (summary.counts.ran === 0 || signal.aborted) return;
  const config = await readConfig(platform, projectRoot);
  if (!config.ok) return;
  const { store } = config.value;
  const { tidyStore } = await import("../upkeep/tidy-store.ts");
  const done = await tidyStore({ platform, projectRoot, store, signal }).catch(() => undefined);
  if (done === undefined || quiet) return;
  const gone = done.before - done.after;
  const removed = gone === 0 ? "" : `removed ${byteCount(gone)} that nothing needs; `;
  const above = done.after > store.size ? `, above its limit of ${byteCount(store.size)}, and all of it is needed: \`millrace du\`` : "";
  platform.console.error(`store: ${removed}it holds ${byteCount(done.after)}${above}\n`);
}
