import { type StageContext, StageFailure } from "../../engine/kind/stage-context.ts";
import { seededRandom } from "../shared/random/seeded-random.ts";
import { writeTable } from "../shared/table/arrow-file.ts";
import { openTable } from "../shared/table/open-table.ts";
import { takeRows } from "../shared/table/rows.ts";
import type { Table } from "../shared/table/table.ts";
import { classSizes } from "./class-sizes.ts";
import { classesOf, type RowClass } from "./classes.ts";
import { type Part, type PerPart, parts, type Weights, weightsOf } from "./part.ts";
import { partSizes } from "./part-sizes.ts";
import type { SplitWith } from "./with.generated.ts";

/** Every row goes to exactly one part, and stands there in the order of the source. Throws StageFailure `split-impossible`. */
export async function split(context: StageContext<SplitWith, "table", Part>): Promise<void> {
  const table = await openTable(context.in.table.path);
  const drawn = drawParts(table, context.with);
  for (const [index, part] of parts.entries()) {
    const rows = drawn[index] ?? new Int32Array();
    await writeTable(context.out[part].path, takeRows(table, rows));
    context.report.log(`${part}: ${rows.length} of ${table.rows} rows`);
  }
}

/** The rows of each part, ascending. Each class is shuffled by a source of its own, so that no class moves another's rows. */
export function drawParts(table: Table, options: SplitWith): readonly Int32Array[] {
  const weights = weightsOf(options.fractions);
  const random = seededRandom(options.seed ?? 0);
  const classes: readonly RowClass[] =
    options.strategy === "stratified" && options.by !== undefined
      ? classesOf(table, options.by)
      : [{ name: "", rows: Int32Array.from({ length: table.rows }, (_, row) => row) }];
  const sizes = classSizes(
    classes.map(({ rows }) => rows.length),
    weights,
  );
  refuseEmptyParts({ table, classes, sizes, weights, by: options.by });
  const drawn = classes.map(({ name, rows }) => {
    const shuffled = rows.slice();
    random.derive(name).shuffle(shuffled);
    return shuffled;
  });
  return parts.map((_, part) => {
    const rows = drawn.flatMap((shuffled, index) => {
      const [train = 0, validation = 0, test = 0] = sizes[index] ?? [];
      const ends = [0, train, train + validation, train + validation + test];
      return [...shuffled.subarray(ends[part], ends[part + 1])];
    });
    return Int32Array.from(rows).sort();
  });
}

/** A part that was asked for must not be empty, and must not lack a class. */
function refuseEmptyParts({
  table,
  classes,
  sizes,
  weights,
  by,
}: {
  table: Table;
  classes: readonly RowClass[];
  sizes: readonly PerPart<number>[];
  weights: Weights;
  by: string | undefined;
}): void {
  const asked = (counts: PerPart<number>) =>
    parts.flatMap((part, index) => (weights[index] === 0n ? [] : [{ part, rows: counts[index] ?? 0 }]));
  const shown = (counts: PerPart<number>) =>
    asked(counts)
      .map(({ part, rows }) => `${part} ${rows}`)
      .join(", ");
  const overall = partSizes(table.rows, weights);
  if (asked(overall).some(({ rows }) => rows === 0)) {
    throw new StageFailure({
      code: "split-impossible",
      message: `${table.rows} rows are too few for this split`,
      why: `the parts would have ${shown(overall)} rows`,
      hint: "bring more rows, or give the empty part a larger fraction",
    });
  }
  const lacking = classes.flatMap(({ name, rows }, index) => {
    const counts = sizes[index] ?? [0, 0, 0];
    return asked(counts).some((part) => part.rows === 0)
      ? [`${by} ${name}: ${rows.length} row${rows.length === 1 ? "" : "s"} would give ${shown(counts)}`]
      : [];
  });
  if (lacking.length === 0) return;
  throw new StageFailure({
    code: "split-impossible",
    message: `${lacking.length === 1 ? "a class has" : `${lacking.length} classes have`} too few rows to be in every part`,
    why: lacking.join("\n"),
    hint: "bring more rows of it, merge it with another class, or split with strategy: random",
  });
}
