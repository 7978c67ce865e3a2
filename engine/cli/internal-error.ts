import type { Diagnostic } from "../diagnostics/diagnostic.ts";

/** A bug of Millrace's own, told as one: not the user's mistake. */
export function internalError(error: unknown, withStack: boolean): Diagnostic {
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? error.stack : undefined;
  return {
    code: "internal",
    severity: "error",
    message: `a bug in Millrace: ${message}`,
    ...(withStack && stack !== undefined ? { why: stack } : {}),
    hint: withStack
      ? "please report it with what stands above and your pipeline file"
      : "run it again with --verbose, and please report what that shows",
  };
}
