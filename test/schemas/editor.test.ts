import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LanguageServer } from "./language-server.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = join(root, "pipelines", "wine");
const comment = "# yaml-language-server: $schema=../../schemas/pipeline.schema.json";

/** An editor's view of a pipeline that begins with the `$schema` comment. `|` marks the cursor. */
function edited(name: string, body: string) {
  const marked = `${comment}\n${body}`;
  const cursor = marked.indexOf("|");
  const before = marked.slice(0, cursor).split("\n");
  return {
    file: join(folder, `${name}.pipeline.yaml`),
    text: marked.replace("|", ""),
    line: before.length - 1,
    character: before.at(-1)?.length ?? 0,
  };
}

describe("the YAML language server, led by the first line's $schema comment", () => {
  let server: LanguageServer;
  beforeAll(async () => {
    server = await LanguageServer.start(root);
  });
  afterAll(() => server.stop());

  test("finds nothing wrong with the wine pipeline", async () => {
    const file = join(folder, "pipeline.yaml");
    const text = readFileSync(file, "utf8");
    expect(text.startsWith(comment)).toBe(true);
    expect(await server.open(file, text)).toEqual([]);
  });

  test("offers the keys of a stage", async () => {
    const { file, text, line, character } = edited("keys", "stages:\n  first:\n    run: echo one\n    |\n");
    await server.open(file, text);
    const offered = await server.complete(file, line, character);
    expect(offered).toEqual(expect.arrayContaining(["after", "gate", "in", "matrix", "out", "passEnv", "resources", "timeout"]));
    expect(offered).not.toContain("run");
  });

  test("offers the built-in kinds", async () => {
    const { file, text, line, character } = edited("kinds", "stages:\n  first:\n    uses: |\n");
    await server.open(file, text);
    expect(await server.complete(file, line, character)).toEqual(
      expect.arrayContaining(["deploy", "evaluate", "register", "split", "train", "validate"]),
    );
  });

  test("offers the settings of the stage's kind under `with`", async () => {
    const { file, text, line, character } = edited("settings", "stages:\n  first:\n    uses: split\n    with:\n      |\n");
    await server.open(file, text);
    expect(await server.complete(file, line, character)).toEqual(expect.arrayContaining(["by", "fractions", "seed", "strategy"]));
  });

  test("flags a wrong key of a stage and of its kind, and a wrong value, where they stand", async () => {
    const body = [
      "stages:",
      "  split:",
      "    uses: split",
      "    tiemout: 10m",
      "    with: { fractions: { train: 0.8, test: 0.2 }, stratgey: random }",
      "    frozen: never",
    ].join("\n");
    const { file, text } = edited("wrong", `${body}\n`);
    const found = await server.open(file, text);
    expect(
      found.map(({ range, message }) => `${range.start.line + 1}:${range.start.character + 1} ${message}`).sort(),
    ).toMatchInlineSnapshot(`
      [
        "5:5 Property tiemout is not allowed.",
        "6:51 Property stratgey is not allowed.",
        "7:13 Incorrect type. Expected "boolean".",
      ]
    `);
  });

  test("admits templates where the kind's schema asks for a number", async () => {
    const body =
      "params: { seed: 7 }\nstages:\n  split:\n    uses: split\n    with:\n      fractions: ${{ params.fractions }}\n      seed: ${{ params.seed }}\n";
    const { file, text } = edited("templates", body);
    expect(await server.open(file, text)).toEqual([]);
  });

  test.each([
    ["a key of a stage", "stages:\n  first:\n    run: echo one\n    time|out: 10m\n", "After it an attempt is ended and counts as failed"],
    ["a key at the top", "para|ms: { seed: 7 }\nstages:\n  first:\n    run: echo one\n", "Values that stages use as"],
    ["a key of an output", "stages:\n  first:\n    run: echo one\n    out:\n      wine:\n        ro|le: test\n", "Which rows these are"],
    ["a key of retries", "stages:\n  first:\n    run: echo one\n    retries:\n      ti|mes: 2\n", "How many further attempts"],
    ["a setting", "stages:\n  first:\n    uses: split\n    with:\n      strat|egy: random\n", "so that every part has the same mixture"],
    [
      "a setting inside another",
      "stages:\n  first:\n    uses: train\n    with:\n      early_stopping:\n        pat|ience: 3\n",
      "Epochs without a new best loss before the end",
    ],
    [
      "a layer's option",
      "stages:\n  first:\n    uses: train\n    with:\n      model:\n        layers:\n          - dense: 3\n            use_|bias: false\n",
      "Whether each unit has a constant of its own",
    ],
  ])("shows what %s means", async (name, body, meaning) => {
    const { file, text, line, character } = edited(`hover-${name.replaceAll(/[^a-z]/g, "-")}`, body);
    await server.open(file, text);
    expect(await server.hover(file, line, character)).toContain(meaning);
  });

  test.each([
    ["missing: [NA]\ncolumns:\n  year: { type: integer }\n", "mis|sing", "Texts that stand for a missing value"],
    ["columns:\n  year:\n    type: integer\n    nullable: true\n", "null|able", "Whether values may be missing"],
  ])("shows what a key of a table schema means: %#", async (body, mark, meaning) => {
    const text = `# yaml-language-server: $schema=../../schemas/table.schema.json\n${body}`;
    const before = text.slice(0, text.indexOf(mark.replace("|", "")) + mark.indexOf("|")).split("\n");
    const file = join(folder, `hover-${mark.replace("|", "")}.table.yaml`);
    await server.open(file, text);
    expect(await server.hover(file, before.length - 1, before.at(-1)?.length ?? 0)).toContain(meaning);
  });
});
