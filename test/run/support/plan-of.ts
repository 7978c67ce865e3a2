import { join } from "node:path";
import { compile } from "../../../engine/graph/compile.ts";
import type { Plan } from "../../../engine/graph/plan.ts";
import { nodePlatform } from "../../../engine/platform/node-platform.ts";
import type { Platform } from "../../../engine/platform/platform.ts";
import { loadPipeline } from "../../../engine/spec/load-pipeline.ts";

export interface ReadRequest {
  readonly folder: string;
  /** `pipeline.yaml`, if nothing else is said. */
  readonly file?: string;
  readonly selection?: readonly string[];
  readonly settings?: readonly string[];
}

/** The checked plan of a pipeline in a folder, with only the stages that are named, and the platform that reads it. */
export async function readPlanOf({ folder, file = "pipeline.yaml", selection = [], settings = [] }: ReadRequest): Promise<{
  readonly plan: Plan;
  readonly platform: Platform;
}> {
  const machine = nodePlatform();
  const platform = { ...machine, environment: { ...machine.environment, workingDirectory: folder } };
  const { pipeline, diagnostics } = await loadPipeline({ platform, file: join(folder, file), paramFiles: [], settings });
  if (pipeline === undefined || diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics, null, 1));
  const compiled = await compile(pipeline, { platform, selection, only: true });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.failure, null, 1));
  return { plan: compiled.value.plan, platform };
}
