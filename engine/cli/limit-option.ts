import type { StoreConfig } from "../config/config.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { durationInMilliseconds, sizeInBytes } from "../spec/quantity.ts";
import type { Limits } from "../upkeep/plan-eviction.ts";
import { usageError } from "./usage-error.ts";

/** The limits that are configured, and what `--size` and `--age` say instead. */
export function limitsOf(
  store: StoreConfig,
  { size, age }: { readonly size: string | undefined; readonly age: string | undefined },
): Result<Limits, readonly Diagnostic[]> {
  const problems: Diagnostic[] = [];
  const limits: Limits = {
    size: size === undefined ? store.size : (limitIn(size, { pattern: sizePattern, inUnits: sizeInBytes }) ?? refuse("size", size)),
    age: age === undefined ? store.age : (limitIn(age, { pattern: agePattern, inUnits: durationInMilliseconds }) ?? refuse("age", age)),
  };
  return problems.length > 0 ? failure(problems) : success(limits);

  function refuse(option: "size" | "age", given: string): number {
    const hint = option === "size" ? "for example --size 5GB; 0B keeps only what is needed" : "for example --age 7d; none sets no limit";
    problems.push(usageError("option-value", { message: `--${option} takes a number with its unit, not ${given}`, hint }));
    return 0;
  }
}

const sizePattern = /^[0-9]+(\.[0-9]+)?(B|KB|MB|GB|TB|KiB|MiB|GiB|TiB)$|^0$/;
const agePattern = /^([0-9]+(\.[0-9]+)?(ms|s|m|h|d))+$|^0$/;

interface Unit {
  readonly pattern: RegExp;
  readonly inUnits: (text: string) => number;
}

function limitIn(text: string, { pattern, inUnits }: Unit): number | undefined {
  if (text === "none") return Number.POSITIVE_INFINITY;
  return pattern.test(text) ? inUnits(text) : undefined;
}
