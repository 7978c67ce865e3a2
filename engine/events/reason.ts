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
    | "input"
    | "output"
    | "backend"
    | "format";
  /** `training.epochs`, `table`, `data/images/cat.png`, `PYTHONHASHSEED`; empty for command, shell and cwd. */
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
  /** What a person wants to know besides: changed lines, "same lines in another order", "now executable", file added to a folder. */
  readonly details: readonly string[];
}

/** Why a stage is not fresh, recorded where it is decided. */
export type Reason =
  | { readonly kind: "no-record" }
  | { readonly kind: "record-damaged"; readonly problem: "seal" | "conflict" | "duplicate" }
  | { readonly kind: "key-changed"; readonly changes: readonly Change[] }
  | { readonly kind: "output-missing"; readonly port: string; readonly path: string }
  | { readonly kind: "output-changed"; readonly port: string; readonly path: string }
  | { readonly kind: "object-missing"; readonly port: string }
  | { readonly kind: "not-cached" }
  | { readonly kind: "world-differs"; readonly expected: string; readonly found: string }
  | { readonly kind: "rerun-always" }
  | { readonly kind: "forced" }
  | { readonly kind: "upstream"; readonly stages: readonly StageId[] };
