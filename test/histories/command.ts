import { findCommand } from "../../engine/cli/find-command.ts";
import { globalOptions } from "../../engine/cli/options.ts";
import { parseOptions } from "../../engine/cli/parse-options.ts";
import type { Event } from "../../engine/events/event.ts";
import type { Platform } from "../../engine/platform/platform.ts";
import { diskFailure } from "../../engine/run/disk-failure.ts";

export interface CommandEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command line of this checkout's engine, in this process and on a platform of the test's. A bug of the engine's is thrown. */
export async function command(platform: Platform, words: readonly string[]): Promise<CommandEnd> {
  let [stdout, stderr] = ["", ""];
  const console = {
    ...platform.console,
    out: (text: string): void => {
      platform.console.out(text);
      stdout += text;
    },
    error: (text: string): void => {
      stderr += text;
    },
  };
  const found = findCommand(words.filter((word) => !word.startsWith("-")));
  if (!found.ok) throw new Error(found.failure.message);
  const { options, positionals, diagnostics } = parseOptions(words, { ...found.value.command.options, ...globalOptions });
  if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
  try {
    const run = await found.value.command.load();
    const code = await run({ platform: { ...platform, console }, options, arguments: positionals.slice(found.value.words) });
    return { code, stdout, stderr };
  } catch (error) {
    const refusal = diskFailure(error, { resumes: false });
    if (refusal === undefined) throw error;
    return { code: 5, stdout, stderr: `${stderr}${refusal.message}\n` };
  }
}

/** Of `run --json`. */
export const eventsOf = ({ stdout }: CommandEnd): readonly Event[] =>
  stdout
    .split("\n")
    .filter(Boolean)
    .map((line): Event => JSON.parse(line));
