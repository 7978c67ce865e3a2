import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { sortDiagnostics } from "../diagnostics/sort.ts";
import type { Platform } from "../platform/platform.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { emptyMap } from "../spec/merge.ts";
import { buildConfig } from "./build-config.ts";
import type { Config } from "./config.ts";
import { readLayers } from "./read-layers.ts";

type ConfigPlatform = Pick<Platform, "disk" | "environment">;

/** The configuration that holds in a project, or all that is wrong with its files. */
export async function readConfig(platform: ConfigPlatform, projectRoot: string): Promise<Result<Config, readonly Diagnostic[]>> {
  const layers = await readLayers(platform, projectRoot);
  const { config, diagnostics } = buildConfig({ layers, environment: platform.environment, projectRoot });
  const all = sortDiagnostics([...layers.diagnostics, ...diagnostics]);
  return all.length > 0 ? failure(all) : success(config);
}

/** Where no file says anything. */
export const defaultConfig = ({ environment }: ConfigPlatform, projectRoot: string): Config =>
  buildConfig({ layers: { merged: emptyMap, sources: [], diagnostics: [] }, environment, projectRoot }).config;
