import type { PlanStage } from "../../graph/plan.ts";
import type { Platform } from "../../platform/platform.ts";

/**
 * What tfjs on a native TensorFlow must be told so that the same seed gives the same bits: threads change the order of sums,
 * and oneDNN's default depends on the processor.
 */
const nativePins = {
  TF_NUM_INTRAOP_THREADS: "1",
  TF_NUM_INTEROP_THREADS: "1",
  TF_ENABLE_ONEDNN_OPTS: "0",
  TF_DETERMINISTIC_OPS: "1",
  TF_FORCE_GPU_ALLOW_GROWTH: "true",
  TF_CPP_MIN_LOG_LEVEL: "2",
} as const;

export interface EnvironmentRequest {
  /** The private temporary folder, absolute. */
  readonly temporary: string;
  readonly env: PlanStage["env"];
  readonly passEnv: PlanStage["passEnv"];
  readonly isKind: boolean;
  /** Of a stage at work: what it may use of the machine. */
  readonly granted?: Readonly<Record<string, string>>;
  /** `MILLRACE_WITH` and its like. */
  readonly files: Readonly<Record<string, string>>;
}

/** The whole environment of a stage: what is declared, a few things that no program works without, and nothing else. */
export function stageEnvironment({ environment }: Platform, request: EnvironmentRequest): Record<string, string> {
  const { variables } = environment;
  return {
    PATH: variables.PATH ?? "/usr/local/bin:/usr/bin:/bin",
    ...(variables.HOME !== undefined && { HOME: variables.HOME }),
    TMPDIR: request.temporary,
    LC_ALL: "C.UTF-8",
    TZ: "UTC",
    ...(request.isKind && nativePins),
    ...passed(variables, request.passEnv),
    ...request.granted,
    ...request.env,
    ...request.files,
  };
}

/** Those of `passEnv` that are set. */
export function passed(variables: Readonly<Record<string, string | undefined>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (variables[name] === undefined ? [] : [[name, variables[name]]])));
}
