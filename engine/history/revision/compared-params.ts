import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Platform } from "../../platform/platform.ts";
import { failure, type Result, success } from "../../platform/result.ts";
import { emptyMap, type SourceMap } from "../../spec/merge.ts";
import type { Pipeline } from "../../spec/pipeline.ts";
import { pipelineAt } from "./pipeline-at.ts";
import type { Repository, Revision } from "./repository.ts";
import type { RevisionRange } from "./revision-range.ts";

export interface ParamsRequest {
  readonly platform: Platform;
  readonly repository: Repository;
  readonly range: RevisionRange;
  /** As it is in the working tree. */
  readonly pipeline: Pipeline;
  /** Absolute path of its file. */
  readonly file: string;
}

export interface ComparedParams {
  readonly before: SourceMap;
  readonly after: SourceMap;
  readonly warnings: readonly Diagnostic[];
}

/** The params of a pipeline in two versions; of a commit that has no such pipeline, none. */
export async function comparedParams(request: ParamsRequest): Promise<Result<ComparedParams, readonly Diagnostic[]>> {
  const { range, pipeline } = request;
  const warnings: Diagnostic[] = [];
  const before = await paramsAt(range.before);
  if (!before.ok) return before;
  const after = range.after === undefined ? success(pipeline.params) : await paramsAt(range.after);
  if (!after.ok) return after;
  return success({ before: before.value, after: after.value, warnings });

  async function paramsAt(revision: Revision): Promise<Result<SourceMap, readonly Diagnostic[]>> {
    const there = await pipelineAt({ ...request, revision });
    if (!there.ok) return failure(there.failure);
    if (there.value === undefined) warnings.push(absent(pipeline, revision));
    return success(there.value?.params ?? emptyMap);
  }
}

const absent = ({ file }: Pipeline, { name }: Revision): Diagnostic => ({
  code: "no-pipeline",
  severity: "warning",
  message: `there was no ${file} at ${name}: it has no params there`,
});
