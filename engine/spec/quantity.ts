const milliseconds: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const bytes: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/** Milliseconds of `500ms`, `10m`, `1h30m`; the schema has checked the form. */
export function durationInMilliseconds(text: string): number {
  const parts = text.matchAll(/([0-9.]+)(ms|s|m|h|d)/g);
  return Math.round([...parts].reduce((sum, [, count, unit = "ms"]) => sum + Number(count) * (milliseconds[unit] ?? 1), 0));
}

/** Bytes of `512MB`, `2GiB`, or of a plain number of bytes; the schema has checked the form. */
export function sizeInBytes(text: string): number {
  const [, count, unit = "B"] = /^([0-9.]+)([A-Za-z]*)$/.exec(text) ?? [];
  return Math.round(Number(count) * (bytes[unit] ?? 1));
}
