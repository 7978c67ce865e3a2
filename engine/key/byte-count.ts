const units = ["kB", "MB", "GB", "TB"];

/** A number of bytes for people, in units of a thousand: `812 bytes`, `1.2 kB`, `34 MB`. */
export function byteCount(bytes: number): string {
  if (bytes < 1000) return `${bytes} ${bytes === 1 ? "byte" : "bytes"}`;
  let value = bytes;
  let unit = "";
  for (const name of units) {
    if (value < 999.5) break;
    value /= 1000;
    unit = name;
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}
