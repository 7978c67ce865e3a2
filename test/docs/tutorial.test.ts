import { expect, test } from "vitest";
import { allBlocks } from "./documents.ts";

test("every block of the tutorial is a part of its example, which is typed and compared", () => {
  const outside = allBlocks().filter(({ document, example }) => document === "docs/tutorial.md" && example !== "tutorial");
  expect(outside.map(({ line, language }) => `line ${line}: ${language}`)).toEqual([]);
});

test("every command that a document shows with what it prints is typed, or made by the generator", () => {
  const shown = allBlocks().filter(({ language, example }) => language === "console" && example === undefined);
  expect(
    shown.filter(({ document }) => !document.startsWith("docs/reference/diagnostics/")).map(({ document, line }) => `${document}:${line}`),
  ).toEqual([]);
});
