import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { unreachable } from "../../platform/result.ts";
import { endText, memoryHint } from "../../run/attempt/end-text.ts";
import type { NotTraced } from "./run-traced.ts";

/** Why there is no stage, for a person. */
export function notTraced(cause: Exclude<NotTraced, { readonly kind: "interrupted" }>, command: string): Diagnostic {
  switch (cause.kind) {
    case "failed":
      return {
        code: "command-failed",
        severity: "error",
        message: `the command ${endText(cause.end)}; nothing was written`,
        ...(cause.end.kind === "not-started" && { why: cause.end.message }),
        hint:
          memoryHint(cause.end) ??
          "it ran as a stage does: it saw PATH, HOME and a folder for temporary files, and no other variable of yours; one that it needs can stand before it: `NAME=value COMMAND`",
      };
    case "no-tracer":
      return {
        code: "trace-unavailable",
        severity: "error",
        message: `nothing here can see which files \`${command}\` reads`,
        why: cause.straceIsHere
          ? "strace is here, but may not look into other processes (in a container: --cap-add=SYS_PTRACE); without it, only Python and Node programs can be followed"
          : "strace is not installed; without it, only Python and Node programs can be followed",
        hint: installHint,
      };
    case "nothing-seen":
      return {
        code: "trace-unavailable",
        severity: "error",
        message: `${cause.tracer} was never asked while the command ran; nothing was written`,
        why: "the command sets PYTHONPATH or NODE_OPTIONS itself, starts with python -S or -I, or its Node is older than 20.6",
        hint: installHint,
      };
    default:
      return unreachable(cause);
  }
}

const installHint =
  "on Linux, install strace (`apt install strace`, `dnf install strace`) and begin again; or begin with `millrace init --template command` and write the stage by hand";
