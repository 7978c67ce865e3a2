/** Parts of a page by their names: what the generator writes between `<!-- generated: NAME -->` and `<!-- end of generated -->`. */
export type Regions = Readonly<Record<string, string>>;

const region = /(<!-- generated: (.+?) -->\n)[\s\S]*?(<!-- end of generated -->)/g;

/** The page with each of its regions written anew; a name that is not known, or has no place in the page, is an error. */
export function withRegions(page: string, regions: Regions): string {
  const missing = new Set(Object.keys(regions));
  const written = page.replace(region, (_, start: string, name: string, end: string) => {
    const text = regions[name];
    if (text === undefined) throw new Error(`nothing is generated for "${name}"`);
    missing.delete(name);
    return `${start}\n${text.trim()}\n\n${end}`;
  });
  if (missing.size > 0) throw new Error(`the page has no place for: ${[...missing].join(", ")}`);
  return written;
}
