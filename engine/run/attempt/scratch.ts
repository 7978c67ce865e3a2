import { join } from "node:path";
import type { Platform } from "../../platform/platform.ts";

let folders = 0;

const scratchRoot = (projectRoot: string): string => join(projectRoot, ".millrace", "tmp");

/** Hands `work` a private folder that is gone afterwards. */
export async function withScratch<Outcome>(
  { platform, projectRoot }: { readonly platform: Platform; readonly projectRoot: string },
  work: (folder: string) => Promise<Outcome>,
): Promise<Outcome> {
  folders += 1;
  const folder = join(scratchRoot(projectRoot), `${platform.environment.processId}-${folders}`);
  platform.disk.remove("scratch", folder);
  platform.disk.makeDirectory("scratch", folder);
  try {
    return await work(folder);
  } finally {
    try {
      platform.disk.remove("scratch", folder);
    } catch {
      // It is in nobody's way: the next run that finds its owner dead removes it.
    }
  }
}

/** Removes the folders of engines that were killed. */
export function removeAbandonedScratch({ platform, projectRoot }: { readonly platform: Platform; readonly projectRoot: string }): void {
  const root = scratchRoot(projectRoot);
  if (platform.disk.stat(root)?.type !== "directory") return;
  for (const { name } of platform.disk.list(root)) {
    if (platform.processes.startTime(Number.parseInt(name, 10)) === undefined) platform.disk.remove("scratch", join(root, name));
  }
}
