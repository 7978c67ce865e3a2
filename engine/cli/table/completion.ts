import { command, type OptionTable } from "../option-table.ts";

export const completionOptions = {} as const satisfies OptionTable;

export const completionCommand = command({
  name: "completion",
  group: "housekeeping",
  arguments: "bash|zsh|fish",
  count: { least: 1, most: 1 },
  summary: "Print the script by which a shell completes words",
  description: [
    "Commands, options, stages, parameters and more. The script asks Millrace what may follow, so it stays right when Millrace is updated.",
  ],
  options: completionOptions,
  examples: [
    { line: 'eval "$(millrace completion bash)"', shows: "in ~/.bashrc" },
    { line: 'eval "$(millrace completion zsh)"', shows: "in ~/.zshrc, after compinit" },
    { line: "millrace completion fish | source", shows: "in ~/.config/fish/config.fish" },
  ],
  exitCodes: [0, 2],
  load: async () => (await import("../command/completion.ts")).run,
});
