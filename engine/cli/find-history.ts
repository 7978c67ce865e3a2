import { dirname, relative } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { RunHistory } from "../events/durations.ts";
import { asProjectPath, type ProjectPath } from "../platform/identity.ts";
import type { Platform } from "../platform/platform.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { findProjectRoot } from "../spec/project-root.ts";
import { findPipeline } from "./find-pipeline.ts";

export interface FoundHistory {
  readonly history: RunHistory;
  /** Whose runs are meant; `undefined` where all of the project's are. */
  readonly pipeline: ProjectPath | undefined;
  /** As the user gave it. */
  readonly given: string | undefined;
  /** What was not the pipeline. */
  readonly words: readonly string[];
}

/** Where past runs of the pipeline are kept that the words mean. It need not be readable: its past is. */
export function findHistory(platform: Platform, words: readonly string[]): Result<FoundHistory, Diagnostic> {
  const found = findPipeline(platform, words);
  if (!found.ok) return failure(found.failure);
  const { file, given, stages } = found.value;
  const projectRoot = findProjectRoot(platform.disk, dirname(file));
  const pipeline = asProjectPath(relative(projectRoot, file));
  return success({ history: { disk: platform.disk, projectRoot }, pipeline, given, words: stages });
}

/** The same of the project as a whole: no pipeline need be in this folder. */
export function findProjectHistory(platform: Platform): FoundHistory {
  const projectRoot = findProjectRoot(platform.disk, platform.environment.workingDirectory);
  return { history: { disk: platform.disk, projectRoot }, pipeline: undefined, given: undefined, words: [] };
}
