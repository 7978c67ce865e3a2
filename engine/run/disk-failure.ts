import type { Diagnostic } from "../diagnostics/diagnostic.ts";

/** What the disk refuses is an expected failure; anything else is a bug. `resumes`: a second try goes on where this one stopped. */
export function diskFailure(error: unknown, { resumes = true } = {}): Diagnostic | undefined {
  if (!(error instanceof Error) || !("syscall" in error) || !("code" in error)) return undefined;
  if (error.code === "EILSEQ") {
    const why = "such a file could be neither named in a listing nor restored";
    return { code: "disk-failed", severity: "error", message: error.message, why, hint: "rename it, or leave it out" };
  }
  return {
    code: "disk-failed",
    severity: "error",
    message: error.message,
    why: resumes ? "the disk refused; what was finished before is recorded" : "the disk refused",
    hint: `${error.code === "ENOSPC" ? "free space (`millrace du` says what fills the disk)" : "free space or mend permissions"}, then ${resumes ? "run again: it goes on where it stopped" : "try again"}`,
  };
}
