import { totalmem } from "node:os";
import { join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Platform } from "../platform/platform.ts";
import { type Result, success } from "../platform/result.ts";
import type { Config } from "./config.ts";

/** The configuration that holds in a project, or all that is wrong with its files. */
export function readConfig(platform: Platform, projectRoot: string): Result<Config, readonly Diagnostic[]> {
  return success(defaultConfig(platform, projectRoot));
}

export const defaultConfig = ({ environment }: Platform, projectRoot: string): Config => ({
  store: { folder: join(projectRoot, ".millrace", "store"), size: 20e9, age: 30 * 86_400_000, links: "copy" },
  remotes: new Map(),
  pools: { cpu: environment.processors, memory: totalmem(), gpu: [], named: new Map() },
});
