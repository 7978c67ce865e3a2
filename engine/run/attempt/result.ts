import type { Diagnostic } from "../../diagnostics/diagnostic.ts";

/** How one attempt of a stage ended. Whether its outputs are there is not looked at. */
export type AttemptResult =
  /** `refused`: it ended well, and is not to be recorded all the same. */
  (
    | { readonly kind: "succeeded"; readonly backend?: string; readonly refused?: Diagnostic }
    /** `exitCode` of a command that ended by itself. */
    | { readonly kind: "failed"; readonly diagnostic: Diagnostic; readonly exitCode?: number }
    | { readonly kind: "timed-out"; readonly diagnostic: Diagnostic }
    | { readonly kind: "cancelled" }
  ) & { readonly warnings: readonly Diagnostic[] };
