import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { unreachable } from "../platform/result.ts";
import type { GcFailure } from "./gc.ts";

/** Why nothing was removed. */
export function gcRefused(refused: GcFailure): Diagnostic {
  switch (refused.kind) {
    case "busy":
      return {
        code: "project-locked",
        severity: "error",
        message: `the store is in use: ${refused.holder}`,
        why: "what a run has just found in the store must not be removed under its hands",
        hint: "run again when it has ended, or leave --no-wait out to wait for it",
      };
    case "interrupted":
      return { code: "interrupted", severity: "error", message: "interrupted while waiting for a run that uses the store" };
    case "unread":
      return {
        ...refused.diagnostic,
        hint: "what other branches need is to stay, and is not known; `--branches none` looks at none of them",
      };
    case "damaged":
      return {
        code: "store-record-damaged",
        severity: "error",
        message: `${refused.files.join(", ")} cannot be read`,
        why: "it names a project that uses the store, and nobody knows what that project needs",
        hint: "remove the file, and run each project that uses the store once: a run writes it anew",
      };
    default:
      return unreachable(refused);
  }
}
