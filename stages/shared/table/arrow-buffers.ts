/** One bit a row, the lowest bit first, as Arrow wants it. */
export function packBits(rows: number, isSet: (row: number) => boolean): Uint8Array {
  const bits = new Uint8Array(Math.ceil(rows / 8));
  for (let row = 0; row < rows; row++) {
    if (isSet(row)) bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7));
  }
  return bits;
}

/** Which rows are missing, and the null bitmap, which is absent where none is. */
export function validityOf(rows: number, isValid: (row: number) => boolean) {
  const missing: number[] = [];
  for (let row = 0; row < rows; row++) {
    if (!isValid(row)) missing.push(row);
  }
  const buffers = missing.length === 0 ? { nullCount: 0 } : { nullCount: missing.length, nullBitmap: packBits(rows, isValid) };
  return { missing, buffers };
}

/** UTF-8 bytes one after another, and where each text starts and ends. */
export function packText(values: readonly (string | null)[]) {
  const parts = values.map((value) => Buffer.from(value ?? "", "utf8"));
  const valueOffsets = new Int32Array(values.length + 1);
  parts.forEach((part, index) => {
    valueOffsets[index + 1] = (valueOffsets[index] ?? 0) + part.length;
  });
  return { valueOffsets, data: new Uint8Array(Buffer.concat(parts)) };
}
