import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { onlyNothing } from "./only-nothing.ts";
import type { ReadPlan } from "./prepare-plan.ts";

/**
 * What no edit of a file is expected to mend: it stands in the words of the command line. A watch that began with it would wait for
 * nothing.
 */
export function wrongFromTheStart(
  { plan, diagnostics }: ReadPlan,
  { only, stages }: { readonly only: boolean; readonly stages: readonly string[] },
): readonly Diagnostic[] {
  if (plan !== undefined) return onlyNothing({ command: "watch", only, stages, plan });
  return diagnostics.filter(
    ({ code, place, severity }) => severity === "error" && (code === "unknown-selection" || place?.file === "--set"),
  );
}
