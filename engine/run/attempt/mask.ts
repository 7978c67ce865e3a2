/** Shorter values are no secrets, and would turn half of a log into stars. */
const shortest = 3;

/** Replaces every secret in a line by `***`; of a secret with line breaks, each of its lines. */
export function maskOf(secrets: Iterable<string>): (line: string) => string {
  const words = [...secrets].flatMap((secret) => secret.split(/\r?\n/)).filter((word) => word.length >= shortest);
  if (words.length === 0) return (line) => line;
  // The longest first: a secret may hold another one.
  words.sort((one, other) => other.length - one.length);
  const any = new RegExp(words.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|"), "g");
  return (line) => line.replace(any, "***");
}
