import type { Measured } from "../../history/compare/fold-intervals.ts";

/** Significant digits, unless the user asks for others. */
export const usualPrecision = 4;

/** A number of so many significant digits, without trailing zeros; a whole number is whole. */
export function rounded(value: number, precision: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  return String(Number(value.toPrecision(precision)));
}

/** Two numbers that differ, with as many digits as it takes to see that; no fewer than asked for. */
export function roundedPair({ before, after }: { readonly before: number; readonly after: number }, precision: number): [string, string] {
  for (let digits = precision; digits < 17; digits += 1) {
    const pair: [string, string] = [rounded(before, digits), rounded(after, digits)];
    if (before === after || pair[0] !== pair[1]) return pair;
  }
  return [String(before), String(after)];
}

/** `[0.85, 0.99]`: ends are rounded to two digits of the interval's width, which is as sure as they are; empty where there is none. */
export function intervalText({ low, high }: Measured): string {
  if (low === undefined && high === undefined) return "";
  const width = low === undefined || high === undefined ? 0 : Math.abs(high - low);
  const decimals = width === 0 ? undefined : Math.min(15, Math.max(0, 1 - Math.floor(Math.log10(width))));
  const end = (value: number | undefined): string => {
    if (value === undefined) return "?";
    return decimals === undefined ? rounded(value, usualPrecision) : String(Number(value.toFixed(decimals)));
  };
  return `[${end(low)}, ${end(high)}]`;
}

/** `+0.0286`; a change is never longer than what changed. */
export function changeText(change: number, precision: number): string {
  if (change === 0) return "0";
  const text = rounded(change, Math.max(2, Math.min(3, precision)));
  return change > 0 ? `+${text}` : text;
}

/** `-2.9%`; empty where a percentage says nothing: of nothing, of a change of sign, of less than 0.01 % or more than tenfold. */
export function relativeText(relative: number | undefined): string {
  if (relative === undefined || Math.abs(relative) < 1e-4 || relative <= -1 || relative > 10) return "";
  const percent = relative * 100;
  const text = percent.toFixed(Math.abs(percent) < 0.1 ? 2 : Math.abs(percent) < 100 ? 1 : 0);
  return `${relative > 0 ? "+" : ""}${text}%`;
}
