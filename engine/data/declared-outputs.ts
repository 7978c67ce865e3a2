import { dirname, join } from "node:path";
import { expandMatrix } from "../graph/expand-matrix.ts";
import { draftOutputs } from "../graph/outputs.ts";
import { ProblemList } from "../graph/problem-list.ts";
import type { ProjectPath } from "../platform/identity.ts";
import type { Platform } from "../platform/platform.ts";
import { loadPipeline } from "../spec/load-pipeline.ts";
import { findPipelines } from "../spec/pipeline-naming.ts";

export interface DeclaredOutput {
  readonly path: ProjectPath;
  readonly stage: string;
}

/** What the pipelines in the folders above a path say that their stages write. What is wrong with one is told when it is run. */
export async function declaredOutputs(
  platform: Platform,
  { projectRoot, path }: { readonly projectRoot: string; readonly path: ProjectPath },
): Promise<readonly DeclaredOutput[]> {
  const outputs: DeclaredOutput[] = [];
  for (let folder = dirname(join(projectRoot, path)); ; folder = dirname(folder)) {
    const files = platform.disk.statTarget(folder)?.type === "directory" ? findPipelines(platform.disk, folder) : [];
    for (const file of files) outputs.push(...(await outputsOf(platform, file)));
    if (folder === projectRoot || folder === dirname(folder)) return outputs;
  }
}

async function outputsOf(platform: Platform, file: string): Promise<readonly DeclaredOutput[]> {
  const { pipeline } = await loadPipeline({ platform, file });
  if (pipeline === undefined) return [];
  const problems = new ProblemList(pipeline.sources);
  return pipeline.stages
    .flatMap((spec) => expandMatrix(spec, { params: pipeline.params, problems }))
    .flatMap((instance) =>
      draftOutputs({ instance, kind: undefined, pipeline, problems }).map(({ path }) => ({ path, stage: instance.spec.name.value })),
    );
}
