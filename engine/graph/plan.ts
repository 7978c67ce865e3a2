import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span } from "../diagnostics/source.ts";
import type { Gate } from "../expression/gate.ts";
import type { StageKind } from "../kind/define-stage.ts";
import type { KindModule } from "../kind/loaded-kind.ts";
import type { PortType, Role } from "../kind/port.ts";
import type { ProjectPath, StageId } from "../platform/identity.ts";
import type { Result } from "../platform/result.ts";
import type { Pipeline, ResourceSpec, Retries } from "../spec/pipeline.ts";

/** A checked pipeline: matrices expanded, templates resolved, every reference followed. Only `compile` makes one. */
export interface Plan {
  readonly pipeline: Pipeline;
  /** In an order in which they could run. */
  readonly stages: ReadonlyMap<StageId, PlanStage>;
  /** What this command is about; the rest of `stages` is there for its records and outputs. */
  readonly selected: ReadonlySet<StageId>;
  /** Whether `selected` is the whole plan: only then are records of vanished stages removed. */
  readonly complete: boolean;
  /** The plan that is made once more lists are known. Absent where nothing is pending. */
  readonly grow?: ((lists: Lists) => Promise<Result<GrownPlan, readonly Diagnostic[]>>) | undefined;
}

/** Values of outputs of type `list`, by `stage.port`. */
export type Lists = ReadonlyMap<string, readonly unknown[]>;

export interface GrownPlan {
  readonly plan: Plan;
  /** That the plan before did not have. */
  readonly warnings: readonly Diagnostic[];
}

export interface PlanStage {
  readonly id: StageId;
  /** Without the matrix suffix. */
  readonly name: string;
  readonly at: Span;
  readonly does: KindWork | CommandWork;
  readonly inputs: readonly PlanInput[];
  readonly outputs: readonly PlanOutput[];
  readonly with: KeyValue;
  readonly env: Readonly<Record<string, string>>;
  readonly passEnv: readonly string[];
  readonly tools: readonly string[];
  readonly gates: readonly Gate[];
  /** Stages whose outputs come in, and those of `after`. */
  readonly needs: readonly StageId[];
  readonly timeout?: number;
  readonly retries: Retries;
  /** One a pool. */
  readonly resources: readonly ResourceSpec[];
  readonly rerun: boolean;
  readonly frozen: boolean;
  readonly cache: boolean;
  /** `when` was false, or an input comes from a stage that is skipped. */
  readonly skipped: boolean;
  /** The command is started for some files of the folder in this port at a time; what it makes of each is kept by itself. */
  readonly map?: { readonly port: string; readonly batch: number };
  /** Of a matrix over what stages make: the outputs that its axes are the values of. Their stages are among `needs`. */
  readonly lists?: readonly ListSource[];
  /**
   * It cannot be judged yet: it stands for the instances that a list will have (`train@*`), or needs such a stage. A plan that is
   * grown by the list has others in its place.
   */
  readonly pending?: true;
}

/** An output of type `list`, of which an axis has its values. */
export interface ListSource {
  readonly axis: string;
  readonly stage: StageId;
  readonly port: string;
  readonly path: ProjectPath;
  /** The plan was made with it. */
  readonly known: boolean;
}

export interface KindWork {
  readonly kind: "uses";
  readonly stageKind: StageKind;
  readonly effect: boolean;
  /** Of a kind of one's own. */
  readonly module?: KindModule;
}

export interface CommandWork {
  readonly kind: "run";
  /** A string for the shell, or an argv; templates resolved and quoted. */
  readonly command: string | readonly string[];
  readonly shell: "sh" | "bash";
  readonly cwd: ProjectPath;
  readonly effect: false;
}

export interface PlanInput {
  readonly port: string;
  readonly at: Span;
  /** One, or several where a matrix is gathered, in plan order. */
  readonly from: readonly InputSource[];
  readonly gathered: boolean;
}
export type InputSource =
  | { readonly kind: "file"; readonly path: ProjectPath }
  | { readonly kind: "stage"; readonly stage: StageId; readonly port: string; readonly path: ProjectPath; readonly type: PortType };

export interface PlanOutput {
  readonly port: string;
  readonly path: ProjectPath;
  readonly type: PortType;
  readonly role?: Role;
  /** A trailing slash, or a port of type `directory` or `model`: a file there is an error. */
  readonly folder: boolean;
}

/** A resolved value as it enters the key: tag and source text. */
export type KeyValue =
  | { readonly tag: "str" | "int" | "float" | "bool" | "null"; readonly text: string }
  | { readonly list: readonly KeyValue[] }
  | { readonly map: Readonly<Record<string, KeyValue>> };
