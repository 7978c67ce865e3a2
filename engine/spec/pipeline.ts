import type { Located, Source, Span } from "../diagnostics/source.ts";
import type { PortType, Role } from "../kind/port.ts";
import type { ProjectPath } from "../platform/identity.ts";

/** A value of the file that keeps tag and source text: `1`, `1.0`, `"1"` and `true` are four values. Plain data, so that it can be cached. */
export type SourceValue =
  | {
      readonly kind: "scalar";
      readonly tag: "str" | "int" | "float" | "bool" | "null";
      readonly text: string;
      readonly at: Span;
      /** In no file: it stands for a value that a stage has yet to compute. */
      readonly unknown?: true;
    }
  | { readonly kind: "list"; readonly items: readonly SourceValue[]; readonly at: Span }
  | { readonly kind: "map"; readonly entries: readonly SourceEntry[]; readonly at: Span };
export interface SourceEntry {
  readonly key: string;
  readonly keyAt: Span;
  readonly value: SourceValue;
}

/** A pipeline file, read and checked by its schema; templates not yet resolved, references not yet followed. */
export interface Pipeline {
  /** Project-relative path of the YAML file. */
  readonly file: ProjectPath;
  /** Its folder: `in`, `out` and `cwd` are relative to it. */
  readonly folder: ProjectPath;
  /** Absolute. */
  readonly projectRoot: string;
  /** `out`, or `out/NAME` for `NAME.pipeline.yaml`; project-relative. */
  readonly outputRoot: ProjectPath;
  /** Project-relative path of the lock. */
  readonly lockFile: ProjectPath;
  readonly name: string;
  readonly description?: string;
  /** 0 is the pipeline file; then the file of `params`, those of `--params`, and one `--set` each. A span's first number is an index here. */
  readonly sources: readonly Source[];
  /** `params` after `--params` and `--set`, in merge order. */
  readonly params: SourceValue & { readonly kind: "map" };
  readonly stages: readonly StageSpec[];
}

export interface StageSpec {
  readonly name: Located<string>;
  readonly at: Span;
  readonly does:
    | { readonly kind: "uses"; readonly uses: Located<string> }
    | { readonly kind: "run"; readonly command: Located<string> | readonly Located<string>[] }
    /** Neither was readable: reported while loading. Never in a plan. */
    | { readonly kind: "missing" };
  /**
   * Something of this stage was reported while loading and left out here, so what seems to be missing (a port, a setting) may be
   * there once that is mended: nothing is to be said about what is absent, only about what is there.
   */
  readonly incomplete: boolean;
  /** Commands only: checked as that kind. */
  readonly as?: Located<string>;
  readonly in: readonly InputSpec[];
  readonly out: readonly OutputSpec[];
  readonly with?: SourceValue;
  readonly env: readonly { readonly name: Located<string>; readonly value: SourceValue }[];
  readonly passEnv: readonly Located<string>[];
  readonly tools: readonly Located<string>[];
  readonly cwd?: Located<string>;
  readonly shell: "sh" | "bash";
  readonly after: readonly Located<string>[];
  readonly matrix?: MatrixSpec;
  readonly map?: MapSpec;
  readonly when?: SourceValue;
  readonly gate: readonly Located<string>[];
  /** Milliseconds. */
  readonly timeout?: number;
  readonly retries: Retries;
  readonly resources: readonly ResourceSpec[];
  readonly rerun: boolean;
  readonly frozen: boolean;
  readonly cache: boolean;
  readonly allowUndeclared: boolean;
  readonly description?: string;
}

export interface Retries {
  /** Further attempts. */
  readonly times: number;
  /** Milliseconds before the first further attempt; doubled before each one after. */
  readonly delay: number;
  /** Milliseconds beyond which the wait does not grow. */
  readonly longest: number;
  readonly on: readonly RetryCause[];
}
/** A number is an exit code. */
export type RetryCause = "failure" | "timeout" | "memory" | number;

/** What a stage takes of a pool while it runs: bytes of `memory`, a count of anything else. */
export interface ResourceSpec {
  /** `cpu`, `memory`, `gpu`, or a pool of the project's own. */
  readonly pool: string;
  readonly at: Span;
  /** Of the first attempt; each further one takes `times` as much as the one before, `most` at the most. */
  readonly first: number;
  readonly times: number;
  readonly most?: number;
}

/** The text of an input as written: `./path`, `stage.port`, a template, or a list of those. */
export interface InputSpec {
  readonly port: Located<string>;
  readonly from: readonly Located<string>[];
}

export interface OutputSpec {
  readonly port: Located<string>;
  /** Absent: the default path. A trailing slash demands a folder. */
  readonly path?: Located<string>;
  readonly type?: PortType;
  readonly role?: Role;
}

/** A command that is run for each file of a folder that comes in, some at a time. */
export interface MapSpec {
  /** Of \`in\`. */
  readonly port: Located<string>;
  /** Files a start. */
  readonly batch: number;
}

export interface MatrixSpec {
  readonly at: Span;
  readonly axes: readonly { readonly name: Located<string>; readonly values: SourceValue }[];
  readonly include: readonly SourceValue[];
  readonly exclude: readonly SourceValue[];
}
