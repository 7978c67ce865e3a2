import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseTableSchema } from "../../../../stages/shared/table/read-table-schema.ts";
import { failureOf } from "../../stage-context.ts";

test("a schema is read with its defaults filled in, columns in the order of the text", () => {
  const text =
    "columns:\n  year: { type: integer, minimum: 1900 }\n  '2': { type: text, unique: true }\n  '1': { type: category, nullable: true }\n";
  expect(parseTableSchema({ text, file: "cellar.table.yaml" })).toEqual({
    columns: [
      { name: "year", type: "integer", minimum: 1900, nullable: false, unique: false },
      { name: "2", type: "text", nullable: false, unique: true },
      { name: "1", type: "category", nullable: true, unique: false },
    ],
    rows: {},
    unique: [],
    extraColumns: "forbid",
    missing: new Set([""]),
  });
});

/** Files whose faults are told, each with all that is said of them. */
const broken: readonly { fault: string; text: string; why: string[] }[] = [
  { fault: "no YAML", text: "columns:\n  year: { type: integer }}\n", why: ['2:26: Unexpected flow-map-end token in YAML stream: "}"'] },
  { fault: "an empty file", text: "", why: ["1:1: expected object, found nothing"] },
  { fault: "a list", text: "- year\n", why: ["1:1: expected object, found a list"] },
  { fault: "no columns", text: "rows: { minimum: 1 }\n", why: ["1:1: the key columns is missing"] },
  {
    fault: "a key twice",
    text: "columns:\n  year: { type: integer }\n  year: { type: text }\n",
    why: ["3:3: Map keys must be unique"],
  },
  {
    fault: "unknown keys, a wrong type, an unknown type, in the order of the text",
    text: "colums: {}\ncolumns:\n  year: { type: int, minimun: 3, unique: often }\n  lot: { unique: true }\n",
    why: [
      "1:1: unknown key colums; write columns",
      '3:17: "int" is not known here; write one of number, integer, text, category, boolean, datetime',
      "3:22: unknown key minimun; write minimum",
      '3:42: expected boolean, found string "often"',
      "4:3: the key type is missing",
    ],
  },
  {
    fault: "a column without anything",
    text: "columns:\n  year:\n  lot: { type: text }\n",
    why: ["2:8: expected object, found nothing"],
  },
  {
    fault: "an empty set, and values twice",
    text: "columns:\n  lot: { type: text, values: [] }\n  year: { type: integer, values: [1, 1] }\n",
    why: ["2:30: must NOT have fewer than 1 items", "3:34: must NOT have duplicate items (items ## 1 and 0 are identical)"],
  },
  {
    fault: "constraints that do not fit the type",
    text: "columns:\n  organic: { type: boolean, minimum: 0 }\n  year: { type: integer, pattern: ^1 }\n  lot: { type: text, maximum: 3 }\n",
    why: [
      "2:29: a column of type boolean has no minimum; remove it",
      "3:26: a column of type integer has no pattern; it may have minimum, maximum, values",
      "4:22: a column of type text has no maximum; it may have values, pattern",
    ],
  },
  {
    fault: "bounds that are none, or cross",
    text: "rows: { minimum: 5, maximum: 4 }\ncolumns:\n  year: { type: integer, minimum: '1990' }\n  bottled: { type: datetime, minimum: 1990, maximum: 1990-02-30 }\n  alcohol: { type: number, minimum: 20, maximum: 8 }\n",
    why: [
      "1:18: minimum 5 is above maximum 4",
      '3:35: expected a number, found "1990"',
      "4:39: expected an ISO 8601 date such as 1993-05-01, found 1990",
      '4:54: expected an ISO 8601 date such as 1993-05-01, found "1990-02-30"',
      "5:37: minimum 20 is above maximum 8",
    ],
  },
  {
    fault: "values of another type",
    text: "columns:\n  lot: { type: category, values: [a, 1] }\n  year: { type: integer, values: ['1'] }\n",
    why: [
      '2:38: the values of a column of type category are strings; write "1"',
      "3:35: the values of a column of type integer are numbers",
    ],
  },
  {
    fault: "a pattern that is none",
    text: "columns:\n  lot: { type: text, pattern: '(' }\n",
    why: ["2:31: Invalid regular expression: /(/u: Unterminated group"],
  },
  {
    fault: "a unique key over an unknown column",
    text: "unique: [[lott, year]]\ncolumns:\n  lot: { type: text }\n  year: { type: integer }\n",
    why: ["1:11: there is no column lott; write lot"],
  },
];

test.each(broken)("$fault: each fault is told with its place and its line", async ({ text, why }) => {
  const failure = await failureOf(async () => parseTableSchema({ text, file: "cellar.table.yaml" }));
  const lines = text.split("\n");
  expect(failure).toEqual({
    code: "table-schema",
    message: `the table schema cellar.table.yaml has ${why.length === 1 ? "a fault" : `${why.length} faults`}`,
    why: why.map((fault) => `cellar.table.yaml:${fault}\n    ${lines[Number(fault.split(":")[0]) - 1]?.trim() ?? ""}`).join("\n"),
  });
});

test("the committed schema of the wine data has no fault", () => {
  const text = readFileSync("pipelines/wine/wine.table.yaml", "utf8");
  expect(parseTableSchema({ text, file: "wine.table.yaml" }).columns).toHaveLength(14);
});
