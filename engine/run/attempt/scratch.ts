import { join } from "node:path";
import { digestOf } from "../../key/digest.ts";
import type { Platform } from "../../platform/platform.ts";

interface Project {
  readonly platform: Platform;
  /** Absolute. */
  readonly projectRoot: string;
}

let folders = 0;

const scratchRoot = (projectRoot: string): string => join(projectRoot, ".millrace", "tmp");

/** Process numbers mean nothing on another machine. Short, since sockets are put into temporary folders, and their paths are. */
const machine = ({ environment }: Platform): string => digestOf(environment.hostName).slice(0, 6);

/** Projects whose folders of killed engines this process has removed. */
const swept = new Set<string>();

/** Hands `work` a private folder that is gone afterwards. */
export async function withScratch<Outcome>(
  { platform, projectRoot }: Project,
  work: (folder: string) => Promise<Outcome>,
): Promise<Outcome> {
  if (!swept.has(projectRoot)) removeAbandoned({ platform, projectRoot });
  swept.add(projectRoot);
  folders += 1;
  const folder = join(scratchRoot(projectRoot), `${machine(platform)}-${platform.environment.processId}-${folders}`);
  platform.disk.remove("scratch", folder);
  platform.disk.makeDirectory("scratch", folder);
  try {
    return await work(folder);
  } finally {
    try {
      platform.disk.remove("scratch", folder);
    } catch {
      // It is in nobody's way: the next engine that finds its owner dead removes it.
    }
  }
}

/** Removes what killed engines left. */
function removeAbandoned({ platform, projectRoot }: Project): void {
  const root = scratchRoot(projectRoot);
  if (platform.disk.stat(root)?.type !== "directory") return;
  for (const { name } of platform.disk.list(root)) {
    const [owner, processId] = name.split("-");
    if (owner !== machine(platform) || platform.processes.startTime(Number(processId)) !== undefined) continue;
    platform.disk.remove("scratch", join(root, name));
  }
}
