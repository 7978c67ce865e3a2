import { expect, test } from "vitest";
import type { Diagnostic } from "../../engine/diagnostics/diagnostic.ts";
import { placeOf } from "../../engine/diagnostics/place.ts";
import { renderDiagnostic, renderDiagnostics } from "../../engine/diagnostics/render.ts";
import { hasErrors, sortDiagnostics } from "../../engine/diagnostics/sort.ts";

const source = { name: "pipelines/wine/pipeline.yaml", text: "stages:\n  split:\n    stratgey: stratified\n  split:\n" };
const place = (word: string, from = 0) => {
  const start = source.text.indexOf(word, from);
  return placeOf(source, [0, start, start + word.length]);
};

const misspelt: Diagnostic = {
  code: "unknown-key",
  severity: "error",
  message: "unknown key `stratgey` in stage `split`",
  place: place("stratgey"),
  why: "known here: `uses`, `run`, `in`, `out`, `with` and a number of other keys that make this line long",
  hint: "did you mean `strategy`? Write it under `with`:\n  with:\n    strategy: stratified",
};
const duplicate: Diagnostic = {
  code: "duplicate-key",
  severity: "error",
  message: "`split` stands here for the second time",
  place: place("split", source.text.lastIndexOf("split")),
  related: [{ label: "it stands first here", place: place("split") }],
};
const placeless: Diagnostic = { code: "not-reproduced", severity: "warning", message: "stage `train` gave other bytes for the same key" };

test("a diagnostic says where, why and what to do, and wraps what is prose", () => {
  expect(renderDiagnostic(misspelt)).toBe(
    [
      "error[unknown-key]: unknown key `stratgey` in stage `split`",
      "  --> pipelines/wine/pipeline.yaml:3:5",
      "    2 |   split:",
      "  > 3 |     stratgey: stratified",
      "      |     ^^^^^^^^",
      "    4 |   split:",
      "  why: known here: `uses`, `run`, `in`, `out`, `with` and a number of other keys",
      "       that make this line long",
      "  hint: did you mean `strategy`? Write it under `with`:",
      "          with:",
      "            strategy: stratified",
    ].join("\n"),
  );
});

test("several are set apart and counted", () => {
  expect(renderDiagnostics([duplicate, placeless])).toBe(
    [
      "error[duplicate-key]: `split` stands here for the second time",
      "  --> pipelines/wine/pipeline.yaml:4:3",
      "    3 |     stratgey: stratified",
      "  > 4 |   split:",
      "      |   ^^^^^",
      "  it stands first here:",
      "  --> pipelines/wine/pipeline.yaml:2:3",
      "    1 | stages:",
      "  > 2 |   split:",
      "      |   ^^^^^",
      "    3 |     stratgey: stratified",
      "",
      "warning[not-reproduced]: stage `train` gave other bytes for the same key",
      "",
      "1 error, 1 warning",
      "",
    ].join("\n"),
  );
  expect(renderDiagnostics([])).toBe("");
});

test("colour adds nothing but colour", () => {
  const painted = renderDiagnostic(misspelt, (part, text) => `<${part}>${text}</${part}>`);
  expect(painted).toContain("<error>error[unknown-key]</error>: <message>unknown key");
  expect(painted).toContain("<marker>");
  expect(painted.replace(/<\/?[a-z]+>/g, "")).toBe(renderDiagnostic(misspelt));
});

test("a template and what stands in backquotes are not broken over lines", () => {
  const hint = `${"word ".repeat(12)}\`millrace run pipelines/wine --set training.epochs=5\` \${{ params.training.epochs }} end`;
  const lines = renderDiagnostic({ ...placeless, hint }).split("\n");
  expect(lines.some((line) => line.includes("`millrace run pipelines/wine --set training.epochs=5`"))).toBe(true);
  expect(lines.some((line) => line.includes("${{ params.training.epochs }}"))).toBe(true);
});

test("they are told in reading order, each once, and those without a place last", () => {
  expect(sortDiagnostics([placeless, duplicate, misspelt, { ...duplicate }])).toEqual([misspelt, duplicate, placeless]);
  expect([hasErrors([placeless]), hasErrors([placeless, misspelt])]).toEqual([false, true]);
});
