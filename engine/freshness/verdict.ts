import type { Reason } from "../events/reason.ts";
import type { Digest, StageId } from "../platform/identity.ts";

/** What is true of a stage now, always with its reasons. */
export type Verdict =
  | { readonly state: "fresh"; readonly key: Digest; readonly reasons: readonly [] }
  | { readonly state: "restorable"; readonly key: Digest; readonly reasons: readonly Reason[] }
  | { readonly state: "absent"; readonly key: Digest; readonly reasons: readonly Reason[] }
  | { readonly state: "stale"; readonly key: Digest | undefined; readonly reasons: readonly Reason[] }
  /** Downstream of what must run: stale if its input changes. */
  | { readonly state: "undecided"; readonly after: readonly StageId[]; readonly reasons: readonly Reason[] }
  | { readonly state: "blocked"; readonly by: readonly StageId[]; readonly reasons: readonly Reason[] }
  | { readonly state: "skipped"; readonly reasons: readonly [] };
export type State = Verdict["state"];
