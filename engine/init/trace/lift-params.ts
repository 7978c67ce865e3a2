import { isSimple } from "../../graph/shell-scan.ts";

export interface LiftedCommand {
  /** With `${{ params.epochs }}` in the place of a number. */
  readonly command: string;
  /** As they were written. */
  readonly params: Readonly<Record<string, string>>;
}

/** A number that YAML reads as the number that it is, and gives back as it was written. */
const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;

/**
 * `--epochs 5` and `--epochs=5` become a parameter. Only where it is certain what the words are: no quotes, variables, pipes or
 * second commands, and an option that is named once.
 */
export function liftParams(command: string): LiftedCommand {
  if (!isSimple(command) || /[;&|>\n]/.test(command)) return { command, params: {} };
  const options = [...command.matchAll(/(?<=\s)--([A-Za-z][\w-]*)(?==|\s|$)/g)].map(([, name = ""]) => paramName(name));
  const params: Record<string, string> = {};
  const lifted = command.replace(
    /(?<=\s)(--([A-Za-z][\w-]*)(=|\s+))(\S+)(?=\s|$)/g,
    (whole, before: string, name: string, _, value: string) => {
      const param = paramName(name);
      const isOnce = options.filter((other) => other === param).length === 1;
      if (!isOnce || !number.test(value) || !isExact(value)) return whole;
      params[param] = value;
      return `${before}\${{ params.${param} }}`;
    },
  );
  return { command: lifted, params };
}

const paramName = (option: string): string => option.replaceAll("-", "_");

const isExact = (value: string): boolean => /[.eE]/.test(value) || Number.isSafeInteger(Number(value));
