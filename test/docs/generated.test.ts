import { describe, expect, test } from "vitest";
import { referencePages } from "../../docs/generator/pages.ts";
import { withRegions } from "../../docs/generator/regions.ts";
import { textOf } from "./documents.ts";

describe("what is generated is as the generator gives it: `npm run docs` writes it", async () => {
  test.each((await referencePages()).map(({ path, text }) => [path, text] as const))("%s", (path, text) => {
    expect(textOf(path)).toBe(text);
  });
});

test("a part of a page is replaced, and what stands around it stays", () => {
  const page = "# Wine\n\n<!-- generated: grapes -->\n\nold\n\n<!-- end of generated -->\n\nProse.\n";
  expect(withRegions(page, { grapes: "barolo" })).toBe(
    "# Wine\n\n<!-- generated: grapes -->\n\nbarolo\n\n<!-- end of generated -->\n\nProse.\n",
  );
  expect(() => withRegions(page, {})).toThrow('nothing is generated for "grapes"');
  expect(() => withRegions(page, { grapes: "barolo", bottles: "7" })).toThrow("the page has no place for: bottles");
});
