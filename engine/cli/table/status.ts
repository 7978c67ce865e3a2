import { command, type OptionTable } from "../option-table.ts";
import { pipelineOptions } from "../options.ts";

export const statusOptions = {
  check: { kind: "flag", description: "judge by the lock alone; exit code 4 where a stage is not up to date, 3 where a gate fails" },
  remote: { kind: "flag", description: "also ask the remote: what it has, what is not pushed, what there is to pull" },
  json: { kind: "flag", description: "one JSON document on stdout: stages, each with state and reasons" },
  porcelain: { kind: "flag", description: "a line a stage for scripts: STATE, STAGE and REASON between tabs" },
  ...pipelineOptions,
} as const satisfies OptionTable;

export const statusCommand = command({
  name: "status",
  group: "look",
  arguments: "[PIPELINE] [STAGE…]",
  count: { least: 0, most: Number.POSITIVE_INFINITY },
  summary: "Say which stages are fresh, and why the others are not",
  description: [
    "Changes nothing, and never waits for a run in progress.",
    "`--check` is for CI: does the committed lock belong to the committed pipeline and files? It needs neither outputs nor store.",
    "`--remote` compares what the lock, the pins and the registry name with the remote. Where MILLRACE_SIGNING_KEY is set, it also says which stages must not run, since the remote knows their result. A remote that does not answer is a warning.",
  ],
  options: statusOptions,
  examples: [
    { line: "millrace status", shows: "the pipeline of this folder" },
    { line: "millrace status --porcelain | grep ^stale", shows: "for scripts" },
    { line: "millrace status --remote", shows: "and what others can have of it" },
    { line: "millrace status --check", shows: "in CI: is the committed lock up to date?" },
  ],
  exitCodes: [0, 2, 3, 4, 5],
  load: async () => (await import("../command/status.ts")).run,
});
