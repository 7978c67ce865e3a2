/** The lines of a record, one at a time: as one text, that of a program that opens a million files would be longer than a string may be. */
export function* recordLines(bytes: Buffer): Generator<string> {
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(10, start);
    // A last line without its end was cut off.
    if (end < 0) return;
    yield bytes.toString("utf8", start, end);
    start = end + 1;
  }
}
