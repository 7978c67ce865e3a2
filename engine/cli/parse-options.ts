import { parseArgs } from "node:util";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean, listOf } from "../diagnostics/did-you-mean.ts";
import type { OptionSpec, OptionTable, OptionValues } from "./option-table.ts";
import { usageError } from "./usage-error.ts";

export interface ParsedOptions<Table extends OptionTable> {
  readonly options: OptionValues<Table>;
  readonly positionals: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Splits words into options and the rest. All that is wrong is found in one go; options may stand before, between and after. */
export function parseOptions<const Table extends OptionTable>(words: readonly string[], table: Table): ParsedOptions<Table> {
  const values: Record<string, boolean | number | string | string[]> = {};
  for (const [name, spec] of Object.entries(table)) if (spec.kind === "texts") values[name] = [];
  const diagnostics: Diagnostic[] = [];
  const positionals: string[] = [];
  for (const token of tokensOf(words, table)) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const diagnostic = take(token, table, values);
    if (diagnostic !== undefined) diagnostics.push(diagnostic);
  }
  return { options: values as OptionValues<Table>, positionals, diagnostics };
}

function tokensOf(words: readonly string[], table: OptionTable) {
  const options = Object.fromEntries(
    Object.entries(table).map(([name, spec]) => [
      name,
      {
        type: spec.kind === "flag" || spec.kind === "mode" ? ("boolean" as const) : ("string" as const),
        ...(spec.short === undefined ? {} : { short: spec.short }),
      },
    ]),
  );
  const { tokens } = parseArgs({ args: words.map(hidden), options, strict: false, allowPositionals: true, tokens: true });
  return tokens.map((token) =>
    "value" in token && token.value?.startsWith(mark) === true ? { ...token, value: token.value.slice(1) } : token,
  );
}

/** `-1` is the run before the latest, and no option: it is handed through behind a character that no word holds. */
const mark = "\0";
const hidden = (word: string): string => (/^-\d+$/.test(word) ? mark + word : word);

interface OptionToken {
  readonly name: string;
  /** As typed: `-j`, `--jobs`. */
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function take(
  token: OptionToken,
  table: OptionTable,
  values: Record<string, boolean | number | string | string[]>,
): Diagnostic | undefined {
  const negated = token.name.startsWith("no-") ? token.name.slice(3) : undefined;
  const positive = negated === undefined ? undefined : table[negated];
  if (negated !== undefined && positive?.kind === "flag" && positive.negatable === true) {
    values[negated] = false;
    return token.value === undefined ? undefined : noValue(token);
  }
  const spec = table[token.name];
  if (spec === undefined) return unknownOption(token, table);
  if (spec.kind === "flag") {
    values[token.name] = true;
    return token.value === undefined ? undefined : noValue(token);
  }
  const text = token.value;
  if (spec.kind === "mode" && text === undefined) {
    values[token.name] = true;
    return undefined;
  }
  if (text === undefined || (token.inlineValue !== true && text.startsWith("-") && text !== "-" && !/^-\d+$/.test(text))) {
    return usageError("option-value", { message: `${token.rawName} needs a value`, hint: usageOf(token.name, spec) });
  }
  if ((spec.kind === "choice" || spec.kind === "mode") && !spec.choices.includes(text)) {
    const near = didYouMean(text, spec.choices);
    return usageError("option-value", {
      message: `${token.rawName} takes ${spec.kind === "mode" ? "nothing, or " : ""}${listOf(spec.choices)}, not "${text}"`,
      ...(near !== undefined && { hint: `did you mean ${token.rawName}${spec.kind === "mode" ? "=" : " "}${near}?` }),
    });
  }
  if (spec.kind === "count") {
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(number >= spec.least && number <= (spec.most ?? Number.MAX_SAFE_INTEGER))) {
      const range = spec.most === undefined ? `from ${spec.least} up` : `from ${spec.least} to ${spec.most}`;
      return usageError("option-value", { message: `${token.rawName} takes a whole number ${range}, not "${text}"` });
    }
    values[token.name] = number;
    return undefined;
  }
  const before = values[token.name];
  if (Array.isArray(before)) before.push(text);
  else values[token.name] = text;
  return undefined;
}

const noValue = (token: OptionToken): Diagnostic =>
  usageError("option-value", { message: `${token.rawName} takes no value`, hint: `write ${token.rawName}` });

export function usageOf(name: string, spec: OptionSpec): string {
  if (spec.kind === "flag") return `--${name}`;
  return spec.kind === "mode" ? `--${name}[=${spec.choices.join("|")}]` : `--${name} ${spec.value}`;
}

function unknownOption(token: OptionToken, table: OptionTable): Diagnostic {
  const near = didYouMean(token.name, Object.keys(table));
  return usageError("unknown-option", {
    message: `there is no option ${token.rawName}`,
    ...(near === undefined || !token.rawName.startsWith("--") ? {} : { hint: `did you mean --${near}?` }),
  });
}
