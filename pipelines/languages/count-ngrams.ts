/** How often each run of `length` letters stands in a text; `_` is the space before, between and after words. */
export function countNgrams(text: string, length: number): ReadonlyMap<string, number> {
  const letters = [..."_", ...text.toLowerCase().replace(/[^\p{L}]+/gu, "_"), ..."_"].join("").replace(/_+/g, "_");
  const counts = new Map<string, number>();
  const characters = [...letters];
  for (let start = 0; start + length <= characters.length; start++) {
    const ngram = characters.slice(start, start + length).join("");
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  return counts;
}
