import type { Diagnostic } from "../../diagnostics/diagnostic.ts";

/** How one attempt of a stage ended. Whether its outputs are there is not looked at. */
export type AttemptResult =
  /** `refused`: it ended well, and is not to be recorded all the same. */
  (
    | { readonly kind: "succeeded"; readonly backend?: string; readonly refused?: Diagnostic }
    /** `exitCode` of a command that ended by itself; `memory`: it was ended for taking too much, by Millrace or, as it seems, by the system. */
    | { readonly kind: "failed"; readonly diagnostic: Diagnostic; readonly exitCode?: number; readonly memory?: "limit" | "system" }
    | { readonly kind: "timed-out"; readonly diagnostic: Diagnostic }
    | { readonly kind: "cancelled" }
  ) & { readonly warnings: readonly Diagnostic[] };
