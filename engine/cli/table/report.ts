import { command, type OptionTable } from "../option-table.ts";

export const reportOptions = {
  output: { kind: "text", short: "o", value: "FILE", description: "write it there (default: .millrace/reports/RUN.html)" },
} as const satisfies OptionTable;

export const reportCommand = command({
  name: "report",
  group: "look",
  arguments: "[PIPELINE] [RUN]",
  count: { least: 0, most: 2 },
  summary: "Write a page about a run: what failed, gates, metrics, graph, timing, lineage",
  description: [
    "One HTML file that needs no network and no other file, to be opened, mailed or kept by CI. RUN is a name that `millrace runs` shows, or `-1` for the one before the latest; without it, the latest is meant. Its path is printed on stdout.",
    "Plots and reports are in it as that run left them: from where they lie, if they have not changed since, else from the store. Metrics are compared with those of the run before.",
    "A run that found everything fresh leaves no log: `millrace run --report FILE` writes the page of that one too.",
  ],
  options: reportOptions,
  examples: [
    { line: "millrace report", shows: "the latest run of this folder's pipeline" },
    { line: "millrace report -1 --output before.html", shows: "the run before it" },
    { line: 'xdg-open "$(millrace report)"', shows: "in the browser (macOS: open)" },
  ],
  exitCodes: [0, 2, 5],
  load: async () => (await import("../command/report.ts")).run,
});
