import { copyFileSync, cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { renderDiagnostics } from "../../engine/diagnostics/render.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { diagnosticsOf } from "./diagnostics-of.ts";

/**
 * Each `<theme>.yaml` is a broken pipeline file, each `<theme>.txt` all that a person is told about it. The files that they may
 * refer to are in `project`. A first line `# settings: seed=4` stands for `--set seed=4`. `UPDATE_BROKEN=1 vitest run test/spec`
 * writes the texts anew: read the difference.
 */
const broken = fileURLToPath(new URL("broken/", import.meta.url));
const themes = readdirSync(broken)
  .filter((name) => name.endsWith(".yaml"))
  .map((name) => name.slice(0, -".yaml".length));

describe("broken pipeline files", () => {
  test.each(themes)("%s", async (theme) => {
    const folder = temporaryFolder();
    cpSync(join(broken, "project"), folder, { recursive: true });
    copyFileSync(join(broken, `${theme}.yaml`), join(folder, "pipeline.yaml"));
    const settings = /^# settings: (.*)$/m.exec(readFileSync(join(folder, "pipeline.yaml"), "utf8"))?.[1]?.split(" ") ?? [];

    const told = renderDiagnostics(await diagnosticsOf({ folder, settings }));

    const expected = join(broken, `${theme}.txt`);
    if (process.env.UPDATE_BROKEN === "1") writeFileSync(expected, told);
    expect(told).toBe(readFileSync(expected, "utf8"));
    expect(told).toMatch(/\d+ errors?\n$/);
    for (const line of told.split("\n")) expect(frameFits(line), line).toBe(true);
  });

  test("there are many of them", () => {
    expect(themes.length).toBeGreaterThanOrEqual(40);
  });

  test("eight faults are told in one go", () => {
    const told = readFileSync(join(broken, "eight-faults.txt"), "utf8");
    expect([...told.matchAll(/^error\[(.*?)\]/gm)].map(([, code]) => code)).toEqual([
      "missing-file",
      "unknown-key",
      "unknown-stage",
      "wrong-type",
      "template-in-flow",
      "duplicate-key",
      "cycle",
      "output-overlap",
    ]);
    for (const diagnostic of told.trimEnd().split("\n\n").slice(0, 8)) {
      expect(diagnostic).toMatch(/^ {2}--> pipeline\.yaml:\d+:\d+\n {2}[ >] +\d+ \|/m);
      expect(diagnostic).toMatch(/^ {2}hint: ./m);
    }
  });
});

/** The code frames fit a terminal; characters that take two columns only make a line shorter here. */
const frameFits = (line: string): boolean => !/^ {2}[ >] +\d* \|/.test(line) || line.length <= 80;
