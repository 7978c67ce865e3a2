import type { Diagnostic } from "../diagnostics/diagnostic.ts";

/** A workflow command of GitHub Actions: the diagnostic appears at its line in the pull request. */
export function annotation(title: string, diagnostic: Diagnostic): string {
  const { place } = diagnostic;
  const where = place === undefined ? [] : [`file=${property(place.file)}`, `line=${place.line}`, `col=${place.column}`];
  const text = [diagnostic.message, diagnostic.why, diagnostic.hint].filter((part) => part !== undefined).join("\n");
  return `::${diagnostic.severity} ${[...where, `title=${property(title)}`].join(",")}::${data(text)}`;
}

const data = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
