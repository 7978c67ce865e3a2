import { dirname } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes } from "../diagnostics/exit-code.ts";
import { hasErrors } from "../diagnostics/sort.ts";
import { openRepository, type Repository } from "../history/revision/repository.ts";
import { type RevisionRange, resolveRange } from "../history/revision/revision-range.ts";
import type { Platform } from "../platform/platform.ts";
import type { ComparedVersions } from "../report/compare/comparison.ts";
import { loadPipeline } from "../spec/load-pipeline.ts";
import type { Pipeline } from "../spec/pipeline.ts";
import { revisionWords } from "./revision-words.ts";
import { tell } from "./tell.ts";

export interface ComparisonRequest {
  readonly platform: Platform;
  /** `[REF] [REF] [PIPELINE]`. */
  readonly arguments: readonly string[];
  readonly set?: readonly string[];
  readonly params?: readonly string[];
}

export interface Comparison {
  /** As it is in the working tree. It is loaded and not compiled: data that is missing here is in nobody's way. */
  readonly pipeline: Pipeline;
  /** Absolute path of its file. */
  readonly file: string;
  readonly repository: Repository;
  readonly range: RevisionRange;
  readonly versions: ComparedVersions;
}

/** Finds the pipeline and the two versions, does `work` with them, and tells what is wrong with either. */
export async function withComparison(request: ComparisonRequest, work: (comparison: Comparison) => Promise<ExitCode>): Promise<ExitCode> {
  const { platform } = request;
  const words = revisionWords(platform, request.arguments);
  if (!words.ok) return refused(platform, [words.failure]);
  const { file } = words.value.pipeline;
  const { pipeline, diagnostics } = await loadPipeline({ platform, file, settings: request.set ?? [], paramFiles: request.params ?? [] });
  if (pipeline === undefined || hasErrors(diagnostics)) return refused(platform, diagnostics);
  const repository = await openRepository(platform, dirname(file));
  if (!repository.ok) return refused(platform, [repository.failure]);
  try {
    const range = await resolveRange(repository.value, words.value.revisions);
    if (!range.ok) return refused(platform, [range.failure]);
    return await work({ pipeline, file, repository: repository.value, range: range.value, versions: versionsOf(pipeline, range.value) });
  } finally {
    await repository.value.close();
  }
}

/** Tells what is wrong. What git itself cannot do is the environment's fault, anything else is the command line's or the file's. */
export function refused(platform: Platform, diagnostics: readonly Diagnostic[]): ExitCode {
  tell(platform, diagnostics);
  return diagnostics.some(({ code }) => code === "git-failed") ? exitCodes.environment : exitCodes.usage;
}

const versionsOf = ({ name }: Pipeline, { before, after }: RevisionRange): ComparedVersions => ({
  name,
  before,
  after: after ?? { name: "working tree" },
});
