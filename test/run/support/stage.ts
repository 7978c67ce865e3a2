import type { CommandWork, KeyValue, KindWork, Plan, PlanInput, PlanOutput, PlanStage } from "../../../engine/graph/plan.ts";
import type { PortType } from "../../../engine/kind/port.ts";
import { asProjectPath, asStageId } from "../../../engine/platform/identity.ts";

/** The text that the stages below are said to come from. */
export const pipelineText = "name: wine\nstages:\n  train:\n    run: python train.py\n";

export interface StageFacts {
  readonly does: KindWork | (Partial<CommandWork> & Pick<CommandWork, "command">);
  readonly with?: KeyValue;
  readonly env?: Record<string, string>;
  readonly passEnv?: readonly string[];
  readonly tools?: readonly string[];
  readonly timeout?: number;
  /** Ports to project-relative paths. */
  readonly inputs?: Record<string, string | readonly string[]>;
  readonly outputs?: Record<string, string>;
  readonly type?: PortType;
}

/** A stage named `train` as the compiler would leave it. */
export function stageOf(facts: StageFacts): PlanStage {
  const { does } = facts;
  return {
    id: asStageId("train"),
    name: "train",
    at: [0, 21, 26],
    does: "stageKind" in does ? does : { kind: "run", shell: "sh", cwd: asProjectPath("."), effect: false, ...does },
    inputs: Object.entries(facts.inputs ?? {}).map(([port, paths]): PlanInput => {
      const list = typeof paths === "string" ? [paths] : paths;
      return {
        port,
        at: [0, 0, 0],
        from: list.map((path) => ({ kind: "file", path: asProjectPath(path) })),
        gathered: typeof paths !== "string",
      };
    }),
    outputs: Object.entries(facts.outputs ?? {}).map(
      ([port, path]): PlanOutput => ({ port, path: asProjectPath(path), type: facts.type ?? "file", folder: false }),
    ),
    with: facts.with ?? { map: {} },
    env: facts.env ?? {},
    passEnv: facts.passEnv ?? [],
    tools: facts.tools ?? [],
    gates: [],
    needs: [],
    ...(facts.timeout !== undefined && { timeout: facts.timeout }),
    retries: { times: 0, delay: 0, longest: 0, on: [] },
    resources: [],
    rerun: false,
    frozen: false,
    cache: true,
    skipped: false,
  };
}

export function planOf(projectRoot: string, stage: PlanStage): Plan {
  return {
    pipeline: {
      file: asProjectPath("pipeline.yaml"),
      folder: asProjectPath("."),
      projectRoot,
      outputRoot: asProjectPath("out"),
      lockFile: asProjectPath("pipeline.lock.json"),
      name: "wine",
      sources: [{ name: "pipeline.yaml", text: pipelineText }],
      params: { kind: "map", entries: [], at: [0, 0, 0] },
      stages: [],
    },
    stages: new Map([[stage.id, stage]]),
    selected: new Set([stage.id]),
    complete: true,
  };
}
