import { type Role, roles } from "../kind/port.ts";
import type { StageId } from "../platform/identity.ts";
import type { InputSource, Plan, PlanStage } from "./plan.ts";

/** What rows may be in what flows. Lists are in the order of `roles`. */
export interface PlanRoles {
  of(source: InputSource): readonly Role[];
  ofOutput(stage: StageId, port: string): readonly Role[];
}

/**
 * How roles travel through a plan: an output has the role that it declares (the kind's port, or `role:` of the file), else the union
 * of those of the stage's inputs. A project file is raw, and so is what a stage makes of nothing: it comes from outside. O(V + E).
 */
export function rolesOf(plan: Plan): PlanRoles {
  const outputs = new Map<StageId, ReadonlyMap<string, readonly Role[]>>();
  const ofOutput = (stage: StageId, port: string): readonly Role[] => outputs.get(stage)?.get(port) ?? ["raw"];
  const of = (source: InputSource): readonly Role[] => (source.kind === "file" ? ["raw"] : ofOutput(source.stage, source.port));
  for (const stage of plan.stages.values()) outputs.set(stage.id, outputRoles(stage, of));
  return { of, ofOutput };
}

function outputRoles(stage: PlanStage, of: PlanRoles["of"]): ReadonlyMap<string, readonly Role[]> {
  const met = unionOf(stage.inputs.flatMap(({ from }) => from.map(of)));
  const inherited: readonly Role[] = met.length === 0 ? ["raw"] : met;
  return new Map(stage.outputs.map(({ port, role }) => [port, role === undefined ? inherited : [role]]));
}

export function unionOf(lists: readonly (readonly Role[])[]): readonly Role[] {
  const met = new Set(lists.flat());
  return roles.filter((role) => met.has(role));
}
