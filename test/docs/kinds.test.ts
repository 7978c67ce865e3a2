import { describe, expect, test } from "vitest";
import { builtInNames, loadBuiltIn } from "../../engine/kind/catalogue.ts";
import { sectionOf, tableRows, textOf } from "./documents.ts";
import { layerRows, settingRows } from "./kind-tables.ts";

test("docs/reference/kinds.md has a section for every kind, and for no other", () => {
  expect([...textOf("docs/reference/kinds.md").matchAll(/^## (.+)$/gm)].map(([, name]) => name)).toEqual(builtInNames);
});

describe.each(builtInNames)("%s", (name) => {
  const rows = tableRows(sectionOf("docs/reference/kinds.md", `## ${name}`));

  test("its ports are those of its descriptor", async () => {
    const ports = (await loadBuiltIn(name))?.kind.ports ?? { in: {}, out: {} };
    const expected = [
      ...Object.entries(ports.in).map(([port, { type, optional, description }]) => [
        `in \`${port}\`${optional === true ? " (optional)" : ""}`,
        typeof type === "string" ? type : type.join(", "),
        description,
      ]),
      ...Object.entries(ports.out).map(([port, { type, description }]) => [`out \`${port}\``, type, description]),
    ];
    expect(rows.filter(([cell = ""]) => /^(in|out) /.test(cell))).toEqual(expected);
  });

  test("its settings are those of its schema", () => {
    const layers = new Set(name === "train" ? layerRows().map(([layer]) => layer) : []);
    expect(rows.filter(([cell]) => cell?.startsWith("`") && !layers.has(cell))).toEqual(settingRows(name));
  });
});

test("the layers of train are those of its schema", () => {
  expect(tableRows(sectionOf("docs/reference/kinds.md", "### Layers"))).toEqual(layerRows());
});
