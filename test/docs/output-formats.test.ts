import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { outcomes } from "../../engine/events/event.ts";
import { repository, sectionOf, tableRows } from "./documents.ts";

const page = "docs/reference/output-formats.md";
const source = readFileSync(join(repository, "engine/events/event.ts"), "utf8");

/** The fields of the member of the union of events with that type, in their order. */
function fieldsOf(type: string): readonly string[] {
  const start = source.indexOf(`readonly type: "${type}"`);
  const rest = source.slice(start);
  const inline = /^[^\n]*;[^\n]* \}/.test(rest);
  const body = rest.slice(0, inline ? rest.indexOf("\n") : rest.search(/\n {0,2}\}/));
  const top = /^ *readonly type/m.exec(source.slice(source.lastIndexOf("\n", start) + 1))?.[0].indexOf("readonly") ?? 0;
  const names = inline
    ? [...body.matchAll(/readonly ([a-z]\w*)\??:/gi)].map(([, name]) => name ?? "")
    : [...body.matchAll(/^( *)readonly (\w+)\??:/gm)].flatMap(([, blank = "", name = ""]) => (blank.length === top ? [name] : []));
  return names.filter((name) => name !== "type");
}

test("the page tells of every event, with the fields that it has", () => {
  const types = [...source.matchAll(/readonly type: "([a-z-]+)"/g)].map(([, type = ""]) => type);
  const rows = tableRows(sectionOf(page, "## Events")).map(([type = "", , fields = ""]) => [type, fields]);
  const written = Object.fromEntries(rows.map(([type = "", fields]) => [type.replaceAll("`", ""), fields]));
  const expected = Object.fromEntries(
    types.map((type) => [
      type,
      fieldsOf(type)
        .map((field) => `\`${field}\``)
        .join(", "),
    ]),
  );
  expect(written).toEqual(expected);
});

test("the page tells of every outcome", () => {
  for (const outcome of outcomes) expect(sectionOf(page, "## Events")).toContain(`\`${outcome}\``);
});
