import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { PlanStage } from "../graph/plan.ts";
import { type KeyedManifest, keyOf, makeManifest } from "../key/make-manifest.ts";
import { type Result, success } from "../platform/result.ts";
import { type Inputs, type Produced, readInputs } from "./read-inputs.ts";
import type { Workspace } from "./workspace.ts";

export interface KeyedStage {
  readonly inputs: Inputs;
  readonly manifest: KeyedManifest;
}

/** Reads what a stage depends on, and makes its key of it. */
export async function keyStage(
  workspace: Workspace,
  { stage, produced }: { readonly stage: PlanStage; readonly produced: Produced },
): Promise<Result<KeyedStage, Diagnostic>> {
  const inputs = await readInputs(workspace, { stage, produced });
  if (!inputs.ok) return inputs;
  const tools = await readTools(workspace, stage);
  if (!tools.ok) return tools;
  return success({ inputs: inputs.value, manifest: keyOf(makeManifest({ stage, inputs: inputs.value, tools: tools.value })) });
}

async function readTools(workspace: Workspace, stage: PlanStage): Promise<Result<Readonly<Record<string, string>>, Diagnostic>> {
  const tools: Record<string, string> = {};
  for (const command of stage.tools) {
    const output = await workspace.toolOutput(stage, command);
    if (!output.ok) return output;
    tools[command] = output.value;
  }
  return success(tools);
}
