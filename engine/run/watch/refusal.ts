import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { errorCode } from "../../platform/error-code.ts";

/** The system does not tell of edits: they are looked for instead. */
export function refusal(error: Error): Diagnostic {
  const { why, hint } = reasons[errorCode(error)] ?? { why: error.message, hint: "nothing to do, where a second's delay is no trouble" };
  return {
    code: "watch-limit",
    severity: "warning",
    message: "the system does not tell of edits here: files are looked at once a second instead",
    why,
    hint,
  };
}

const reasons: Readonly<Record<string, { readonly why: string; readonly hint: string }>> = {
  ENOSPC: {
    why: "all watches that a user of this machine may have are taken (fs.inotify.max_user_watches)",
    hint: "sudo sysctl fs.inotify.max_user_watches=524288, then start again; a line in /etc/sysctl.d keeps it",
  },
  EMFILE: {
    why: "too many files are open, or too many programs of this user watch files (fs.inotify.max_user_instances)",
    hint: "sudo sysctl fs.inotify.max_user_instances=1024, or raise `ulimit -n`, then start again",
  },
};
