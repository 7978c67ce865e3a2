import { command, type OptionTable } from "../option-table.ts";

export const serveOptions = {
  port: { kind: "count", short: "p", value: "N", least: 0, most: 65535, description: "listen there (default: 8080); 0 takes a free one" },
  host: { kind: "text", value: "ADDRESS", description: "listen on that address (default: 127.0.0.1, this machine alone)" },
} as const satisfies OptionTable;

export const serveCommand = command({
  name: "serve",
  group: "models",
  arguments: "ENVIRONMENT",
  count: { least: 1, most: 1 },
  summary: "Answer requests with the model that an environment points at",
  description: ["Follows the pointer: after a deployment or a rollback the other model answers, without a restart. Ctrl-C ends it."],
  options: serveOptions,
  examples: [
    { line: "millrace serve staging --port 8080", shows: "until Ctrl-C" },
    { line: "curl localhost:8080/predict -d '{\"rows\": [{…}]}'", shows: "raw rows in, predictions out" },
  ],
  exitCodes: [0, 2, 5, 130, 143],
  load: async () => (await import("../command/serve.ts")).run,
});
