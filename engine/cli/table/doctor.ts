import { command, type OptionTable } from "../option-table.ts";

export const doctorOptions = {
  json: { kind: "flag", description: "one JSON document on stdout: findings, each with check, state, found, why and hint" },
} as const satisfies OptionTable;

export const doctorCommand = command({
  name: "doctor",
  group: "start",
  arguments: "",
  count: { least: 0, most: 0 },
  summary: "Look at all that a run depends on, and say what to mend",
  description: [
    "Node.js, the backends that train models (each is tried), disk and file system, git and its attributes, limits of watching, and the programs that commands are often written for. It writes nothing that stays.",
    "A state is `ok`, a `note` (it works, and could be better), a `warning`, or `bad`: then stages cannot run, and the exit code is 5.",
  ],
  options: doctorOptions,
  examples: [
    { line: "millrace doctor", shows: "on a new machine" },
    { line: "millrace doctor --json | jq '.findings[] | select(.state == \"bad\")'", shows: "in a script" },
  ],
  exitCodes: [0, 2, 5],
  load: async () => (await import("../command/doctor.ts")).run,
});
