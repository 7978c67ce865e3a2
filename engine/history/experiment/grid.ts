import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { failure, type Result, success } from "../../platform/result.ts";

/** One `--set` of `exp run`: a name and each value that it is to have, as YAML. */
export interface Axis {
  readonly name: string;
  readonly values: readonly string[];
}

/** `a=1,2,3`; a later one of the same name wins. */
export function readAxes(settings: readonly string[]): Result<readonly Axis[], Diagnostic> {
  const axes = new Map<string, Axis>();
  for (const setting of settings) {
    const equals = setting.indexOf("=");
    if (equals <= 0) return failure(noSetting(setting));
    const name = setting.slice(0, equals);
    const values = splitValues(setting.slice(equals + 1));
    if (values.length > 1 && values.includes("")) return failure(emptyValue(setting));
    axes.set(name, { name, values: [...new Set(values)] });
  }
  return success([...axes.values()]);
}

/** Every combination, the last axis fastest; one empty combination where there are no axes. */
export function combinations(axes: readonly Axis[]): readonly (readonly { readonly name: string; readonly value: string }[])[] {
  return axes.reduce<readonly (readonly { name: string; value: string }[])[]>(
    (rows, { name, values }) => rows.flatMap((row) => values.map((value) => [...row, { name, value }])),
    [[]],
  );
}

/** At commas that stand in no brackets and no quotes. */
function splitValues(text: string): readonly string[] {
  const values: string[] = [];
  let depth = 0;
  let quote = "";
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (quote !== "") {
      if (character === "\\" && quote === '"') index += 1;
      else if (character === quote) quote = "";
    } else if ((character === '"' || character === "'") && text.slice(start, index).trim() === "") quote = character;
    else if ((character === '"' || character === "'") && depth > 0) quote = character;
    else if (character === "[" || character === "{") depth += 1;
    else if (character === "]" || character === "}") depth -= 1;
    else if (character === "," && depth <= 0) {
      values.push(text.slice(start, index).trim());
      start = index + 1;
    }
  }
  return [...values, text.slice(start).trim()];
}

const noSetting = (setting: string): Diagnostic => ({
  code: "option-value",
  severity: "error",
  message: `\`--set ${setting}\` has no \`NAME=VALUE\``,
  hint: "for example `--set training.epochs=5,10,20`",
});

const emptyValue = (setting: string): Diagnostic => ({
  code: "option-value",
  severity: "error",
  message: `\`--set ${setting}\` has a comma with nothing beside it`,
  why: "commas part the values; a value with a comma stands in quotes or brackets",
  hint: 'for an empty text write `""`',
});
