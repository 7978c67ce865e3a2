import type { Platform } from "../platform/platform.ts";
import { defaultConfig, readConfig } from "./read-config.ts";

/** Where a project's results are kept, for what only looks at them: a configuration with faults is told of by what runs stages. */
export async function storeFolder(platform: Pick<Platform, "disk" | "environment">, projectRoot: string): Promise<string> {
  const config = await readConfig(platform, projectRoot);
  return (config.ok ? config.value : defaultConfig(platform, projectRoot)).store.folder;
}
