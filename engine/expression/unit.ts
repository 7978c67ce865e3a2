/** A unit multiplies or divides: dividing by 1000 keeps `200ms` the number that `0.2` is, multiplying by 0.001 would not. */
interface Scale {
  readonly times?: number;
  readonly over?: number;
}

/** To seconds, bytes, or a plain number. */
const units: Readonly<Record<string, Scale>> = {
  "%": { over: 100 },
  ms: { over: 1000 },
  s: {},
  m: { times: 60 },
  h: { times: 3600 },
  B: {},
  KB: { times: 1000 },
  MB: { times: 1000 ** 2 },
  GB: { times: 1000 ** 3 },
  KiB: { times: 1024 },
  MiB: { times: 1024 ** 2 },
  GiB: { times: 1024 ** 3 },
};

export const unitNames: readonly string[] = Object.keys(units);

/** In the base unit: seconds, bytes, or a plain number; `undefined` where there is no such unit. */
export function inBaseUnit(value: number, unit: string): number | undefined {
  const scale = Object.hasOwn(units, unit) ? units[unit] : undefined;
  return scale && (value * (scale.times ?? 1)) / (scale.over ?? 1);
}
