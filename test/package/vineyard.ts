/** A user's project: two commands, two kinds of the package, and one of the user's own. */
export const vineyard: Readonly<Record<string, string>> = {
  "pipeline.yaml": `name: vineyard
stages:
  pick:
    run: grep -v unknown \${{ in.harvest }} > \${{ out.known }}
    in: { harvest: ./harvest.csv }
    out: { known: ./known.csv }
  count:
    run: tail -n +2 \${{ in.known }} | wc -l | tr -d ' ' > \${{ out.count }}
    in: { known: pick.known }
    out: { count: ./count.txt }
  validate:
    uses: validate
    in: { table: pick.known, schema: ./harvest.table.yaml }
  split:
    uses: split
    in: { table: validate.table }
    with:
      strategy: stratified
      by: grape
      fractions: { train: 0.5, test: 0.5 }
  weigh:
    uses: ./weigh.ts
    in: { table: split.train }
    with: { column: kilograms }
    gate: rows >= 4
`,
  "harvest.csv": `grape,kilograms
barbera,210
nebbiolo,180
barbera,unknown
barbera,190
nebbiolo,175
barbera,205
nebbiolo,160
barbera,220
nebbiolo,170
`,
  "harvest.table.yaml": `columns:
  grape: { type: category, values: [barbera, nebbiolo] }
  kilograms: { type: number, minimum: 0 }
`,
  "weigh.ts": `import { writeFile } from "node:fs/promises";
import { defineStage, readTable, StageFailure, type Table } from "millrace";

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0);

export default defineStage<{ column: string }, "table", "weights">({
  name: "weigh",
  version: 1,
  description: "Counts rows and adds up a column.",
  ports: {
    in: { table: { type: "table", description: "What was picked." } },
    out: { weights: { type: "metrics", description: "Rows, and the sum." } },
  },
  with: { type: "object", additionalProperties: false, required: ["column"], properties: { column: { type: "string" } } },
  work: {
    async run(context) {
      const table: Table = await readTable(context.in.table.path);
      const column = table.columns.find(({ name }) => name === context.with.column);
      if (column?.type !== "number") throw new StageFailure({ code: "column-unknown", message: "no such column of numbers" });
      await writeFile(context.out.weights.path, JSON.stringify({ rows: table.rows, sum: sum(column.values) }));
    },
  },
});
`,
};

/** A program that uses the library with its published types, and would not compile if those said nothing. */
export const program = `import { resolve } from "node:path";
import { compile, loadPipeline, nodePlatform, run, status, type Event, type State } from "millrace";

const platform = nodePlatform();
const loaded = await loadPipeline({ platform, file: resolve("pipeline.yaml") });
if (loaded.pipeline === undefined) throw new Error(loaded.diagnostics.map(({ message }) => message).join("\\n"));
const compiled = await compile(loaded.pipeline, { platform, selection: [], only: false });
if (!compiled.ok) throw new Error(compiled.failure.map(({ message }) => message).join("\\n"));
const { plan } = compiled.value;
const signal = new AbortController().signal;
const states: State[] = [...(await status({ plan, platform, signal })).verdicts.values()].map(({ state }) => state);
const ended: string[] = [];
const listener = (event: Event): void => {
  if (event.type === "stage-finished") ended.push(\`\${event.stage} \${event.outcome}\`);
};
const summary = await run({ plan, platform, jobs: 1, mode: "update", keepGoing: false, wait: true, signal, listeners: [listener] });
// @ts-expect-error: an exit code is a number
const text: string = summary.exitCode;
// @ts-expect-error: there is no such event
const never = (event: Event): boolean => event.type === "stage-forgotten";
process.stdout.write(JSON.stringify({ states, ended: ended.sort(), exitCode: text, never: typeof never }));
`;
