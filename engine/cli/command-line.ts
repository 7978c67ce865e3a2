import { resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes } from "../diagnostics/exit-code.ts";
import { nodePlatform } from "../platform/node-platform.ts";
import type { Platform } from "../platform/platform.ts";
import { millraceVersion } from "../platform/version.ts";
import { renderDiagnostic } from "../report/diagnostic.ts";
import { painter } from "../report/painter.ts";
import { findCommand } from "./find-command.ts";
import { commandHelp, generalHelp, wordHelp } from "./help.ts";
import { internalError } from "./internal-error.ts";
import type { CommandSpec, OptionValues } from "./option-table.ts";
import { globalOptions } from "./options.ts";
import { parseOptions } from "./parse-options.ts";
import { usageError } from "./usage-error.ts";

/**
 * Understands a command line and does what it says. The one place where an exception becomes a diagnostic: what the disk refused
 * where nobody expected it, or a bug of ours.
 */
export async function commandLine(words: readonly string[]): Promise<ExitCode> {
  const { options: first, positionals } = parseOptions(words, globalOptions);
  const platform = platformFor(nodePlatform(), first);
  try {
    if (words[0] === "__complete") return await completed(platform, words.slice(1));
    if (words[0] === "__backend") return told(platform, await (await import("./command/backend-trial.ts")).backendTrial(words.slice(1)));
    return await dispatch(words, { first, positionals, platform });
  } catch (error) {
    const { diskFailure } = await import("../run/disk-failure.ts");
    const refusal = diskFailure(error, { resumes: false });
    platform.console.error(`${rendered(refusal ?? internalError(error, first.verbose === true), platform)}\n`);
    return refusal === undefined ? exitCodes.stageFailed : exitCodes.environment;
  }
}

/** What a shell's completion asks; see completion/scripts.ts. */
async function completed(platform: Platform, words: readonly string[]): Promise<ExitCode> {
  const [{ complete }, { completionText }] = await Promise.all([import("./completion/complete.ts"), import("./completion/candidate.ts")]);
  return told(platform, completionText(await complete(platform, words)));
}

interface FirstLook {
  /** Of the whole line, before the command's own options are known. */
  readonly first: OptionValues<typeof globalOptions>;
  readonly positionals: readonly string[];
  readonly platform: Platform;
}

async function dispatch(words: readonly string[], { first, positionals, platform }: FirstLook): Promise<ExitCode> {
  const name = positionals[0] === "help" ? positionals.slice(1) : positionals;
  const wantsHelp = first.help === true || positionals[0] === "help";
  if (first.version === true && name.length === 0) return told(platform, `${millraceVersion()}\n`);
  if (name.length === 0) return withoutCommand(words, { platform, wantsHelp });
  const found = findCommand(name);
  const below = !found.ok && wantsHelp && name.length === 1 ? wordHelp(name[0] ?? "") : undefined;
  if (below !== undefined) return told(platform, below);
  if (!found.ok) return refused(platform, [found.failure]);
  const { command } = found.value;
  if (wantsHelp) return told(platform, commandHelp(command));

  const { options, positionals: all, diagnostics } = parseOptions(words, { ...command.options, ...globalOptions });
  const given = all.slice(found.value.words);
  const problems = [...diagnostics, ...countProblems(command, given), ...folderProblems(platform, first)];
  if (problems.length > 0) return refused(platform, problems);
  const run = await command.load();
  return run({ platform, options, arguments: given });
}

function withoutCommand(
  words: readonly string[],
  { platform, wantsHelp }: { readonly platform: Platform; readonly wantsHelp: boolean },
): ExitCode {
  if (wantsHelp) return told(platform, generalHelp());
  const { diagnostics } = parseOptions(words, globalOptions);
  if (diagnostics.length > 0) return refused(platform, diagnostics);
  platform.console.error(generalHelp());
  return exitCodes.usage;
}

function countProblems({ name, count, arguments: usage }: CommandSpec, given: readonly string[]): readonly Diagnostic[] {
  if (given.length >= count.least && given.length <= count.most) return [];
  const message = given.length < count.least ? `${name} needs more arguments` : `${name} takes fewer arguments`;
  return [usageError("option-value", { message, hint: `millrace ${name} ${usage}` })];
}

function folderProblems({ disk, environment }: Platform, { cwd }: FirstLook["first"]): readonly Diagnostic[] {
  if (cwd === undefined || disk.statTarget(environment.workingDirectory)?.type === "directory") return [];
  return [usageError("option-value", { message: `--cwd ${cwd} is not a folder` })];
}

function platformFor(platform: Platform, options: OptionValues<typeof globalOptions>): Platform {
  const { console, environment } = platform;
  const colour = options.color ?? console.terminal.colour;
  const { terminal } = console;
  const coloured = {
    interactive: terminal.interactive,
    colour,
    get columns() {
      return terminal.columns;
    },
  };
  const plainOut = (text: string): void => console.out(text.includes("\u001b[") ? stripVTControlCharacters(text) : text);
  const given = resolve(environment.workingDirectory, options.cwd ?? ".");
  // As a shell that goes there says: paths upwards lead from where the folder is.
  const workingDirectory = options.cwd === undefined ? given : (platform.disk.realPath(given) ?? given);
  return {
    ...platform,
    console: { ...console, out: options.color !== true && console.dataIsPlain ? plainOut : console.out, terminal: coloured },
    environment: { ...environment, workingDirectory },
  };
}

function told(platform: Platform, text: string): ExitCode {
  platform.console.out(text);
  return exitCodes.ok;
}

function refused(platform: Platform, diagnostics: readonly Diagnostic[]): ExitCode {
  platform.console.error(`${diagnostics.map((diagnostic) => rendered(diagnostic, platform)).join("\n\n")}\n`);
  return exitCodes.usage;
}

const rendered = (diagnostic: Diagnostic, platform: Platform): string =>
  renderDiagnostic(diagnostic, painter(platform.console.terminal.colour));
