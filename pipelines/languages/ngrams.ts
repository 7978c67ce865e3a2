import { defineStage, type NumberColumn, readTable, StageFailure, type Table, type TextColumn, writeTable } from "millrace";
import { countNgrams } from "./count-ngrams.ts";

interface NgramsWith {
  readonly column: string;
  readonly length: number;
  readonly vocabulary: number;
}

/**
 * Text to numbers: for each of the most frequent n-grams of letters, how often it stands in a text, per hundred. Which n-grams
 * these are is learnt from the train rows alone; the other parts are only counted.
 */
export default defineStage<NgramsWith, "train" | "validation" | "test", "train" | "validation" | "test" | "vocabulary">({
  name: "ngrams",
  version: 1,
  description: "Counts the n-grams of letters that are frequent in the train rows.",
  ports: {
    in: {
      train: { type: "table", description: "The rows that the vocabulary is learnt from." },
      validation: { type: "table", description: "Rows to count." },
      test: { type: "table", description: "Rows to count." },
    },
    out: {
      train: { type: "table", role: "train", description: "The train rows with a column for each n-gram in place of the text." },
      validation: { type: "table", role: "validation", description: "The validation rows, likewise." },
      test: { type: "table", role: "test", description: "The test rows, likewise." },
      vocabulary: { type: "list", role: "train", description: "The n-grams, most frequent first." },
    },
  },
  with: {
    type: "object",
    additionalProperties: false,
    required: ["column"],
    properties: {
      column: { type: "string", description: "The column of text." },
      length: { type: "integer", minimum: 1, maximum: 5, default: 3, description: "Letters in an n-gram." },
      vocabulary: { type: "integer", minimum: 1, maximum: 5000, default: 300, description: "N-grams that are kept." },
    },
  },
  work: {
    async run(context) {
      const { writeFile } = await import("node:fs/promises");
      const { column, length, vocabulary: size } = context.with;
      const train = await readTable(context.in.train.path);
      const totals = new Map<string, number>();
      for (const text of textsOf(train, column).values) {
        for (const [ngram, count] of countNgrams(text ?? "", length)) totals.set(ngram, (totals.get(ngram) ?? 0) + count);
      }
      const ranked = [...totals].sort(([one, most], [other, more]) => more - most || (one < other ? -1 : 1));
      const vocabulary = ranked.slice(0, size).map(([ngram]) => ngram);
      context.report.log(`${vocabulary.length} of ${totals.size} n-grams kept, from ${train.rows} train rows`);
      for (const part of ["train", "validation", "test"] as const) {
        const table = part === "train" ? train : await readTable(context.in[part].path);
        await writeTable(context.out[part].path, counted(table, { column, length, vocabulary }));
      }
      await writeFile(context.out.vocabulary.path, `${JSON.stringify(vocabulary)}\n`);
    },
  },
});

function textsOf(table: Table, name: string): TextColumn {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column?.type === "text") return column;
  throw new StageFailure({
    code: column === undefined ? "column-unknown" : "column-type",
    message: column === undefined ? `there is no column ${name}` : `${name} holds ${column.type}, not text`,
    hint: `the columns are ${table.columns.map((candidate) => candidate.name).join(", ")}`,
  });
}

interface Counting {
  readonly column: string;
  readonly length: number;
  readonly vocabulary: readonly string[];
}

function counted(table: Table, { column, length, vocabulary }: Counting): Table {
  const counts = textsOf(table, column).values.map((text) => countNgrams(text ?? "", length));
  const totals = counts.map((count) => [...count.values()].reduce((sum, each) => sum + each, 0));
  const features = vocabulary.map((ngram): NumberColumn => {
    const shares = counts.map((count, row) => (100 * (count.get(ngram) ?? 0)) / Math.max(1, totals[row] ?? 0));
    return { name: `[${ngram}]`, type: "number", values: Float64Array.from(shares) };
  });
  return { rows: table.rows, columns: [...features, ...table.columns.filter(({ name }) => name !== column)] };
}
