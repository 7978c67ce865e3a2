import { join } from "node:path";
import type { InputSource, KindWork, Plan, PlanInput, PlanStage } from "../../graph/plan.ts";
import type { Entry } from "../../key/entry.ts";
import type { PortType } from "../../kind/port.ts";
import type { Lineage } from "../../kind/stage-context.ts";
import type { Job, JobInput } from "../host/job.ts";
import type { LocalExecutor } from "./executor.ts";
import { plainValue } from "./plain-value.ts";

export interface KindJobRequest {
  readonly plan: Plan;
  readonly stage: PlanStage;
  readonly work: KindWork;
  readonly inputs: Readonly<Record<string, readonly Entry[]>>;
  readonly mode: Job["mode"];
  readonly lineage?: Lineage;
}

/** All that the process of a kind must know. */
export function kindJob({ projectRoot, storeFolder }: LocalExecutor, request: KindJobRequest): Job {
  const { plan, stage, work, inputs, lineage } = request;
  return {
    kind: work.module === undefined ? { builtIn: work.stageKind.name } : { module: work.module.bundle },
    mode: request.mode,
    in: {
      // What is not bound is there too, empty.
      ...Object.fromEntries(Object.keys(work.stageKind.ports.in).map((port) => [port, []])),
      ...Object.fromEntries(
        stage.inputs.map((input) => [input.port, jobInputs({ plan, work, input, entries: inputs[input.port] ?? [], projectRoot })]),
      ),
    },
    out: Object.fromEntries(stage.outputs.map((output) => [output.port, { path: join(projectRoot, output.path), type: output.type }])),
    with: plainValue(stage.with),
    ...(lineage !== undefined && { effect: { projectRoot, storeFolder, lineage } }),
  };
}

interface JobInputsRequest {
  readonly plan: Plan;
  readonly work: KindWork;
  readonly input: PlanInput;
  readonly entries: readonly Entry[];
  readonly projectRoot: string;
}

function jobInputs({ plan, work, input, entries, projectRoot }: JobInputsRequest): readonly JobInput[] {
  return input.from.map((source, index) => {
    const entry = entries[index];
    if (entry === undefined) throw new Error(`input ${input.port} was not read before its stage was run`);
    return { path: join(projectRoot, source.path), digest: entry.digest, type: typeOf({ plan, work, source, port: input.port }) };
  });
}

interface TypeRequest {
  readonly plan: Plan;
  readonly work: KindWork;
  readonly source: InputSource;
  readonly port: string;
}

/** What a stage makes has the type of its port; a file is what the port takes first. */
function typeOf({ plan, work, source, port }: TypeRequest): PortType {
  if (source.kind === "stage") {
    const made = plan.stages.get(source.stage)?.outputs.find((output) => output.port === source.port);
    if (made !== undefined) return made.type;
  }
  const taken = work.stageKind.ports.in[port]?.type ?? "file";
  return typeof taken === "string" ? taken : (taken[0] ?? "file");
}
