import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { anchorsOf, documents, repository, textOf, withoutBlocks } from "./documents.ts";

test("every link between documents leads to a file, and to a heading in it", () => {
  const broken: string[] = [];
  let followed = 0;
  for (const document of documents) {
    for (const [, target = ""] of withoutBlocks(textOf(document)).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      followed++;
      const [path = "", anchor] = target.split("#");
      const file = path === "" ? document : join(dirname(document), path);
      if (!existsSync(join(repository, file))) broken.push(`${document}: ${target} is not there`);
      else if (anchor !== undefined && !anchorsOf(file).has(anchor)) broken.push(`${document}: ${file} has no heading #${anchor}`);
    }
  }
  expect(broken).toEqual([]);
  expect(followed).toBeGreaterThan(10);
});

/** The documents that a document links to, by path from the repository's root. */
const linkedFrom = (document: string): ReadonlySet<string> =>
  new Set(
    [...withoutBlocks(textOf(document)).matchAll(/\]\(([^)#\s]+)/g)]
      .filter(([, target = ""]) => !/^[a-z]+:/.test(target))
      .map(([, target = ""]) => join(dirname(document), target)),
  );

test("the README leads to the index, and the index to every page but those of single codes", () => {
  expect(linkedFrom("README.md")).toContain("docs/README.md");
  const pages = documents.filter((document) => /^docs\/(?!README\.md|reference\/diagnostics\/)/.test(document));
  const linked = linkedFrom("docs/README.md");
  expect(pages.filter((page) => !linked.has(page))).toEqual([]);
});

test("the index of diagnostics leads to a page for each code that has one", () => {
  const pages = documents.filter((document) => document.startsWith("docs/reference/diagnostics/"));
  const linked = linkedFrom("docs/reference/diagnostics.md");
  expect(pages.filter((page) => !linked.has(page))).toEqual([]);
});
