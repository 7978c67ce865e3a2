const start = performance.now();

/** A line of progress, with the seconds since the start. */
export function tell(line) {
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stderr.write(`[${seconds.padStart(5)} s] ${line}\n`);
}
