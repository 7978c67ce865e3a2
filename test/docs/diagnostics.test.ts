import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { diagnosticPage, diagnosticPath } from "../../docs/generator/diagnostics.ts";
import { readRecipe } from "../../docs/generator/recipe.ts";
import { diagnosticCodes } from "../../engine/diagnostics/code.ts";
import { blocksOf, repository, textOf } from "./documents.ts";

/** Each page is made again, by typing its commands in its project, and must come out as it is. */
describe("the page of", () => {
  test.concurrent.each(diagnosticCodes)("%s is what Millrace prints now: `npm run docs` writes it", async (code) => {
    expect(await diagnosticPage(code)).toBe(textOf(diagnosticPath(code)));
  });
});

test("every page shows its code, where a project can bring it about", () => {
  const shown = (code: string): boolean =>
    blocksOf(`docs/reference/diagnostics/${code}.md`).some(
      ({ language, text }) =>
        language === "console" && [`error[${code}]: `, `warning[${code}]: `, `type="${code}"`].some((mark) => text.includes(mark)),
    );
  const without = diagnosticCodes.filter((code) => readRecipe(code).looks === undefined && !shown(code));
  expect(without).toEqual([]);
});

test("few codes have no project: what depends on the machine, and faults of ours", () => {
  expect(diagnosticCodes.filter((code) => readRecipe(code).looks !== undefined)).toEqual([
    "memory-limit",
    "undeclared-io",
    "watch-limit",
    "internal",
  ]);
});

test("there is no page and no recipe without a code", () => {
  const namesIn = (folder: string) => readdirSync(join(repository, folder)).map((name) => name.replace(/\.(?:md|yaml)$/, ""));
  const known: readonly string[] = diagnosticCodes;
  expect(namesIn("docs/reference/diagnostics").filter((name) => !known.includes(name))).toEqual([]);
  expect(namesIn("docs/generator/recipes").filter((name) => !known.includes(name))).toEqual([]);
});

test("every code is given by some line of the engine or the stages", () => {
  const sources = ["engine", "stages"].flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts") && !path.endsWith("diagnostics/code.ts") && !path.includes(".generated."))
      .map((path) => readFileSync(join(repository, folder, path), "utf8")),
  );
  const text = sources.join("\n");
  expect(diagnosticCodes.filter((code) => !text.includes(`"${code}"`))).toEqual([]);
});
