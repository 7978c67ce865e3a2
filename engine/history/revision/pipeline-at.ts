import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { hasErrors } from "../../diagnostics/sort.ts";
import type { Platform } from "../../platform/platform.ts";
import { failure, type Result, success } from "../../platform/result.ts";
import { loadPipeline } from "../../spec/load-pipeline.ts";
import type { Pipeline } from "../../spec/pipeline.ts";
import type { Repository, Revision } from "./repository.ts";
import { RevisionDisk } from "./revision-disk.ts";

export interface PipelineAtRequest {
  readonly platform: Platform;
  readonly repository: Repository;
  readonly revision: Revision;
  /** Absolute path of the pipeline's file in the working tree. */
  readonly file: string;
}

/** The pipeline as it is written in a commit; `undefined` where the commit has none there. It is read, and not compiled. */
export async function pipelineAt(request: PipelineAtRequest): Promise<Result<Pipeline | undefined, readonly Diagnostic[]>> {
  const { platform, repository, revision, file } = request;
  const disk = new RevisionDisk(repository.top);
  disk.stat(file);
  for (;;) {
    for (const path of [...disk.wanted]) {
      const bytes = await repository.read(revision.commit, path);
      if (!bytes.ok) return failure([bytes.failure]);
      disk.bring(path, bytes.value);
    }
    if (disk.stat(file) === undefined) return success(undefined);
    const { pipeline, diagnostics } = await loadPipeline({ platform: { disk, environment: platform.environment }, file });
    // What the pipeline names, such as its params file, is known once it has been read.
    if (disk.wanted.size > 0) continue;
    if (pipeline === undefined || hasErrors(diagnostics)) return failure(diagnostics.map((diagnostic) => inRevision(diagnostic, revision)));
    return success(pipeline);
  }
}

/** `main:pipeline.yaml`, as git writes it. */
function inRevision(diagnostic: Diagnostic, { name }: Revision): Diagnostic {
  const { place, message } = diagnostic;
  if (place === undefined) return { ...diagnostic, message: `at ${name}, ${message}` };
  return { ...diagnostic, place: { ...place, file: `${name}:${place.file}` } };
}
