/** Safe in XML and HTML, as text and within quotes; what XML may not hold at all becomes `�`. */
export const escapeXml = (text: string): string =>
  text
    .replace(forbidden, "�")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");

/** Control characters, halves of surrogate pairs, and what is no character: XML 1.0, 2.2. */
const forbidden = /[^\t\n\r\u{20}-\u{7E}\u{A0}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
