import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { diagnosticCodes } from "../../engine/diagnostics/code.ts";
import { repository, tableRows, textOf } from "./documents.ts";

test("docs/reference/diagnostics.md tells of every code, of no other, and in their order", () => {
  const told = tableRows(textOf("docs/reference/diagnostics.md")).map(([code = ""]) => code.replaceAll("`", ""));
  expect(told).toEqual([...diagnosticCodes]);
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
