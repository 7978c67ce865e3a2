import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { writeTable } from "../../../../stages/shared/table/arrow-file.ts";
import { inferSchema } from "../../../../stages/shared/table/infer-schema.ts";
import { validate } from "../../../../stages/validate/kind.ts";
import { runStage, stageContext, temporaryFolder } from "../../stage-context.ts";
import { arbitraryTable } from "./arbitrary-table.ts";

async function fileWith(name: string, content: string): Promise<string> {
  const path = join(temporaryFolder(), name);
  await writeFile(path, content);
  return path;
}

async function validateAgainstItself(path: string): Promise<void> {
  const schema = await fileWith("inferred.table.yaml", await inferSchema(path));
  await runStage(validate, stageContext({ kind: validate, in: { table: path, schema }, with: {} }));
}

test("types, ranges, sets, missing values and the row count of a CSV file", async () => {
  const path = await fileWith(
    "cellar.csv",
    [
      "lot,postcode,alcohol,bottles,organic,bottled,cultivar,note,empty",
      "L1,01234,14.23,12,true,1993-05-01,barolo,dry,",
      "L2,12051,NA,6,FALSE,1994-01-01T12:00Z,barbera,,",
      "L3,12060,1.2e1,-3,true,1990-12-31,barolo,sweet,",
      "L4,12064,12.,0,true,1993-05-01,barbera,long,",
    ].join("\n"),
  );
  expect(
    await inferSchema(path, { schema: "../schemas/table.schema.json" }),
  ).toBe(`# yaml-language-server: $schema=../schemas/table.schema.json
missing: [ "", NA ]
rows: { minimum: 4, maximum: 4 }
columns:
  lot: { type: text }
  postcode: { type: text }
  alcohol: { type: number, minimum: 12, maximum: 14.23, nullable: true }
  bottles: { type: integer, minimum: -3, maximum: 12 }
  organic: { type: boolean }
  bottled: { type: datetime, minimum: 1990-12-31, maximum: 1994-01-01T12:00Z }
  cultivar: { type: category, values: [ barbera, barolo ] }
  note: { type: text, nullable: true }
  empty: { type: text, nullable: true }
`);
});

test("where the format has types, a text of digits stays a text", async () => {
  const path = await fileWith("cellar.json", '[{"lot":"1","year":1990,"organic":true},{"lot":"2","year":1990.5,"organic":false}]');
  expect(await inferSchema(path)).toBe(`rows: { minimum: 2, maximum: 2 }
columns:
  lot: { type: text }
  year: { type: number, minimum: 1990, maximum: 1990.5 }
  organic: { type: boolean }
`);
});

test("any table satisfies the schema that was inferred from it: Arrow", async () => {
  const folder = temporaryFolder();
  await fc.assert(
    fc.asyncProperty(arbitraryTable, async (table) => {
      const path = join(folder, "any.arrow");
      await writeTable(path, table);
      await validateAgainstItself(path);
    }),
    { numRuns: 200 },
  );
});

const cell = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 8 }),
  fc.double().map(String),
  fc.integer().map(String),
  fc.constantFrom("", "NA", "NaN", "true", "1993-05-01", "007", " 12 ", "1e5", "-0", "9007199254740993"),
);
const column = fc.oneof(cell.map(fc.constant), fc.constant(cell));

test("any table satisfies the schema that was inferred from it: CSV", async () => {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const names = fc.uniqueArray(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }).filter((name) => name.trim() !== ""),
    {
      minLength: 1,
      maxLength: 4,
    },
  );
  const tables = names.chain((header) =>
    fc
      .tuple(...header.map(() => column))
      .chain((columns) => fc.array(fc.tuple(...columns), { maxLength: 12 }))
      .map((rows) => [header, ...rows].map((row) => row.map(quoted).join(",")).join("\r\n")),
  );
  await fc.assert(
    fc.asyncProperty(tables, async (text) => validateAgainstItself(await fileWith("any.csv", text))),
    { numRuns: 300 },
  );
});

test.each([
  [
    "cellar.csv",
    ";",
    "the columns of cellar.csv seem to be separated by semicolons, not by commas",
    /^write it with commas or tabs, for example: python3 /,
  ],
  [
    "cellar.csv",
    "\t",
    "the columns of cellar.csv seem to be separated by tabs, not by commas",
    /^name it cellar\.tsv: a \.tsv is read with tabs$/,
  ],
])("a %s with %j between its columns is said to be one", async (name, delimiter, message, hint) => {
  const path = await fileWith(name, ["wine,score,note".replaceAll(",", delimiter), ["barolo", "94", "tar"].join(delimiter), ""].join("\n"));
  await expect(inferSchema(path)).rejects.toMatchObject({ message, description: { hint: expect.stringMatching(hint) } });
});

test("a column of texts with semicolons is a column", async () => {
  const path = await fileWith("notes.csv", "note\ntar; roses\nsour cherry\n");
  expect(await inferSchema(path)).toContain("note:");
});
