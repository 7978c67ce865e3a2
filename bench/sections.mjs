/** Parts of docs/benchmarks.md that other commands than bench/main.mjs write. */
const opening = (name) => `<!-- section: ${name} -->`;
const closing = "<!-- end of section -->";
const pattern = /<!-- section: (\S+) -->\n[\s\S]*?\n<!-- end of section -->\n/g;

/** With its marks, each followed by an empty line. */
export const sectionsOf = (page) => [...page.matchAll(pattern)].map(([text]) => `${text}\n`).join("");

/** In the place of the section of that name, or before what helped and what did not. */
export function withSection(page, { name, text }) {
  const section = `${opening(name)}\n${text}\n${closing}\n`;
  const there = [...page.matchAll(pattern)].find(([, its]) => its === name);
  if (there !== undefined) return page.replace(there[0], () => section);
  const at = page.indexOf("## What helped");
  return at < 0 ? `${page}\n${section}` : `${page.slice(0, at)}${section}\n${page.slice(at)}`;
}
