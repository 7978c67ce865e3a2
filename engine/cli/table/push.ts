import { exitCodes } from "../../diagnostics/exit-code.ts";
import { command, type OptionTable } from "../option-table.ts";
import { documentOption, pipelineOptions, remoteOptions } from "../options.ts";
import { remoteFiles } from "../remote-files.ts";

export const pushOptions = {
  pins: { kind: "flag", description: "only pinned data" },
  resend: { kind: "flag", description: "send also what is there: mends a remote on which something was damaged" },
  ...remoteOptions,
  ...documentOption,
  ...pipelineOptions,
} as const satisfies OptionTable;

export const pushCommand = command({
  name: "push",
  group: "share",
  arguments: "[PIPELINE] [STAGE…|PATH…]",
  count: { least: 0, most: Number.POSITIVE_INFINITY },
  summary: "Send results and data to a remote, for CI and others",
  description: [
    "Sends what the lock names of the pipeline, or of the stages named: outputs, with what `millrace why` needs, models of the registry, and pinned data (see `millrace add`). PATH names pinned data. What is there is not sent again; many small files travel packed; what was cut is taken up by the next push.",
    "A remote is a folder, a bucket of S3 or a web server. S3's credentials are found as the AWS tools find them. It is read-only unless this machine is trusted, which no committed file can say.",
    "Where MILLRACE_SIGNING_KEY holds a secret of 16 characters or more, results are signed with it, and `run --pull` of whoever has it too takes them instead of running. Whoever has not fetches only what the committed lock names.",
  ],
  files: remoteFiles,
  options: pushOptions,
  examples: [
    { line: "millrace push --dry-run", shows: "what is not there yet" },
    { line: "millrace run --pull && millrace push", shows: "in CI: fetch what is known, run the rest, share it" },
    { line: "millrace push --pins", shows: "the data beside the code; a project needs no pipeline for that" },
    { line: "millrace push train --remote team", shows: "one stage, to a remote by name" },
  ],
  exitCodes: [0, 2, 5, 130, 143],
  exitWords: { [exitCodes.environment]: "this machine may not write there, the remote failed, or something was neither here nor there" },
  load: async () => (await import("../command/push.ts")).run,
});
