import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { onlyNothing } from "./only-nothing.ts";
import type { ReadPlan } from "./prepare-plan.ts";

/**
 * What no edit of a file is expected to mend: it stands in the words of the command line. A watch that began with it would wait for
 * nothing.
 */
export function wrongFromTheStart({ plan, diagnostics }: ReadPlan, { only }: { readonly only: boolean }): readonly Diagnostic[] {
  if (plan !== undefined) return onlyNothing({ command: "watch", only, plan });
  return diagnostics.filter(
    ({ code, place, severity }) => severity === "error" && (code === "unknown-selection" || place?.file === "--set"),
  );
}
