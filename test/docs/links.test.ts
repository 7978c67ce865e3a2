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

test("the README leads to every page of docs/", () => {
  const pages = documents.filter((document) => document.startsWith("docs/"));
  const linked = new Set([...textOf("README.md").matchAll(/\]\(([^)#\s]+)/g)].map(([, target]) => target));
  expect(pages.filter((page) => !linked.has(page))).toEqual([]);
});
