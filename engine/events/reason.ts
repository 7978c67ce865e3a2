import type { StageId } from "../platform/identity.ts";

/** One difference between two keys of a stage. `before` is absent where something was added, `after` where it was removed. */
export interface Change {
  readonly subject:
    | "kind"
    | "module"
    | "package"
    | "command"
    | "shell"
    | "cwd"
    | "env"
    | "tool"
    | "param"
    | "with"
    | "input"
    | "output"
    | "backend"
    | "format";
  /** `training.epochs`, `table`, `kinds/blend.ts`, `PYTHONHASHSEED`; empty for command, shell and cwd. */
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
  /** The change in a few words, where `before` and `after` say less: `2 lines changed`, `now executable`. */
  readonly gist?: string;
  /** What a person wants to know besides: changed lines, files of a folder, values of a document. */
  readonly details: readonly string[];
  /** Of a `param`: the setting that takes it, where that has another name: `with.epochs`. */
  readonly setting?: string;
  /** Of an `input`: the project's file that comes in. */
  readonly path?: string;
  /** Of an `input`: the stage that made it. */
  readonly maker?: StageId;
}

/** Why a stage is not fresh, recorded where it is decided. */
export type Reason =
  /** `instance`: other instances of its matrix have a record, so it is new. */
  | { readonly kind: "no-record"; readonly instance?: true }
  | { readonly kind: "record-damaged"; readonly problem: "seal" | "conflict" | "duplicate" }
  | { readonly kind: "key-changed"; readonly changes: readonly Change[] }
  | { readonly kind: "output-missing"; readonly port: string; readonly path: string }
  | { readonly kind: "output-changed"; readonly port: string; readonly path: string }
  | { readonly kind: "object-missing"; readonly port: string }
  | { readonly kind: "not-cached" }
  | { readonly kind: "world-differs"; readonly expected: string; readonly found: string }
  | { readonly kind: "rerun-always" }
  /** Something that its key needs cannot be known. */
  | { readonly kind: "unknown"; readonly why: string }
  | { readonly kind: "forced"; readonly by: "--force" | "--verify" }
  | { readonly kind: "upstream"; readonly stages: readonly StageId[] };
