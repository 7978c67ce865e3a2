/** A measured number for people: four significant digits, no trailing zeros; whole numbers as they are. */
export function figure(value: number): string {
  if (!Number.isFinite(value) || (Number.isInteger(value) && Math.abs(value) < 1e15)) return String(value);
  return String(Number(value.toPrecision(4)));
}

/** As few digits as tell `value` from `other`: 0.99896 against 0.999 must not be shown as 0.999. */
export function figureBeside(value: number, other: number): string {
  for (let digits = 4; digits < 17; digits += 1) {
    const text = String(Number(value.toPrecision(digits)));
    if (value === other || Number(text) !== other) return text;
  }
  return String(value);
}

export const figures = (values: Readonly<Record<string, number>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${figure(value)}`)
    .join("  ");
