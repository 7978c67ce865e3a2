import type { Platform } from "../platform/platform.ts";
import { defaultConfig, readConfig } from "./read-config.ts";

type ConfigPlatform = Pick<Platform, "disk" | "environment">;

/** Stages at a time where nobody says how many: one for each processor of the project's pool. */
export async function stagesAtOnce(platform: ConfigPlatform, projectRoot: string): Promise<number> {
  const config = await readConfig(platform, projectRoot);
  const { pools } = config.ok ? config.value : defaultConfig(platform, projectRoot);
  return Math.max(1, Math.floor(pools.cpu));
}
