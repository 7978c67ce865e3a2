const units: Readonly<Record<string, number>> = { s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };

/** `30min`, `12h`, `7d`, `2w` before now, or a date with or without a time; milliseconds since the epoch, `undefined` where it is neither. */
export function readMoment(text: string, now: number): number | undefined {
  const [, amount, unit] = /^(\d+)\s*(s|min|h|d|w)$/.exec(text) ?? [];
  if (amount !== undefined && unit !== undefined) return now - Number(amount) * (units[unit] ?? 0);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return undefined;
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? undefined : moment;
}
