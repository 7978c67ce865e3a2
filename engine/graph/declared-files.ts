import type { ProjectPath } from "../platform/identity.ts";
import type { Pipeline } from "../spec/pipeline.ts";
import { expandMatrix } from "./expand-matrix.ts";
import { ProblemList } from "./problem-list.ts";
import { projectPath } from "./project-path.ts";
import { resolveText } from "./resolve.ts";

/** The project's own files and folders that the stages take, there or not: also of a pipeline that cannot be made a plan of. */
export function declaredFiles({ stages, params, folder, sources }: Pipeline): ReadonlySet<ProjectPath> {
  const files = new Set<ProjectPath>();
  // Whoever compiles the pipeline reports what is wrong with it.
  const problems = new ProblemList(sources);
  for (const { spec, matrix } of stages.flatMap((stage) => expandMatrix(stage, { params, problems }))) {
    for (const from of spec.in.flatMap((input) => input.from)) {
      const text = resolveText(from, { scope: { params, matrix }, problems });
      const path = text !== undefined && /^\.{1,2}(?:\/|$)/.test(text) ? projectPath(folder, text) : undefined;
      if (path !== undefined) files.add(path);
    }
  }
  return files;
}
