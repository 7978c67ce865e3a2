import type { ExitCode } from "../diagnostics/exit-code.ts";
import type { Platform } from "../platform/platform.ts";
import type { globalOptions } from "./options.ts";

/** Every command has them besides its own. */
export type GlobalOptions = typeof globalOptions;

/** An option of a command, as data: help, parsing, documentation and completion are all made from it. */
export type OptionSpec = FlagSpec | TextSpec | TextListSpec | CountSpec | ChoiceSpec | ModeSpec;

interface Described {
  /** One letter, for `-j`. */
  readonly short?: string;
  /** What it does: lower case, no full stop. */
  readonly description: string;
}
interface FlagSpec extends Described {
  readonly kind: "flag";
  /** Also as `--no-…`. */
  readonly negatable?: boolean;
}
interface TextSpec extends Described {
  readonly kind: "text";
  /** The value's name in the help: `FILE`. */
  readonly value: string;
}
/** May be given several times; later ones come later in the list. */
interface TextListSpec extends Described {
  readonly kind: "texts";
  readonly value: string;
}
interface CountSpec extends Described {
  readonly kind: "count";
  readonly value: string;
  readonly least: number;
  readonly most?: number;
}

/** One of a few words. */
interface ChoiceSpec extends Described {
  readonly kind: "choice";
  readonly value: string;
  readonly choices: readonly [string, ...string[]];
}

/** A flag that may be given a word: `--trace`, `--trace=strict`; the word never stands on its own. */
interface ModeSpec extends Described {
  readonly kind: "mode";
  readonly choices: readonly [string, ...string[]];
}

export type OptionTable = Readonly<Record<string, OptionSpec>>;

/** What parsing a table yields: an option that was not given is absent, a list is empty. */
export type OptionValues<Table extends OptionTable> = {
  readonly [Name in keyof Table]: OptionValue<Table[Name]>;
};
type OptionValue<Spec extends OptionSpec> = Spec extends FlagSpec
  ? boolean | undefined
  : Spec extends ModeSpec
    ? Spec["choices"][number] | true | undefined
    : Spec extends TextSpec
      ? string | undefined
      : Spec extends TextListSpec
        ? readonly string[]
        : Spec extends ChoiceSpec
          ? Spec["choices"][number] | undefined
          : number | undefined;

/** What a command is for; the general help lists commands by it, in this order. */
export const commandGroups = ["start", "run", "look", "compare", "data", "share", "models", "housekeeping"] as const;
export type CommandGroup = (typeof commandGroups)[number];

export interface CommandSpec<Table extends OptionTable = OptionTable> {
  /** `run`, or two words: `schema infer`. */
  readonly name: string;
  readonly group: CommandGroup;
  /** What follows the name: `[PIPELINE] [STAGE…]`. */
  readonly arguments: string;
  /** How many arguments there may be. */
  readonly count: { readonly least: number; readonly most: number };
  readonly summary: string;
  /** Paragraphs of the help, after the summary. */
  readonly description: readonly string[];
  readonly options: Table;
  readonly examples: readonly Example[];
  readonly exitCodes: readonly ExitCode[];
  /** What an exit code means here, where that is not what it means everywhere. */
  readonly exitWords?: Readonly<Partial<Record<ExitCode, string>>>;
  /** What is to be written into files before it is of use. */
  readonly files?: readonly FileExample[];
  /** Imports the command when it is used, and not before. */
  readonly load: () => Promise<(invocation: CommandInvocation<Table>) => Promise<ExitCode>>;
}

export interface Example {
  readonly line: string;
  readonly shows: string;
}

/** Lines of a configuration file. */
export interface FileExample {
  readonly name: string;
  readonly lines: readonly string[];
  readonly shows: string;
}

/** A command line, understood. */
export interface Invocation<Table extends OptionTable> {
  readonly platform: Platform;
  readonly options: OptionValues<Table>;
  readonly arguments: readonly string[];
}

/** What a command is handed: its own options and those of all. */
export type CommandInvocation<Table extends OptionTable> = Invocation<Table & GlobalOptions>;

/** Ties a command's options to what its file takes; a list of commands needs no more than that they are options. */
export function command<const Table extends OptionTable>(spec: CommandSpec<Table>): CommandSpec {
  return spec as unknown as CommandSpec;
}
