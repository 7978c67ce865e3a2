import type { Config } from "../config/config.ts";
import { readConfig } from "../config/read-config.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Platform } from "../platform/platform.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { findProjectRoot } from "../spec/project-root.ts";

export interface ProjectConfig {
  /** Absolute: that of the working directory. */
  readonly projectRoot: string;
  readonly config: Config;
}

/** The project that the working directory is in, and what is configured there. */
export async function findProjectConfig(platform: Platform): Promise<Result<ProjectConfig, readonly Diagnostic[]>> {
  const { disk, environment } = platform;
  const given = disk.realPath(environment.workingDirectory) ?? environment.workingDirectory;
  const projectRoot = findProjectRoot(disk, given);
  const config = await readConfig(platform, projectRoot);
  return config.ok ? success({ projectRoot, config: config.value }) : failure(config.failure);
}
