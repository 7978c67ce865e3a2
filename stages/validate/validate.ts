import { writeFile } from "node:fs/promises";
import { type StageContext, StageFailure } from "../../engine/kind/stage-context.ts";
import { writeTable } from "../shared/table/arrow-file.ts";
import { readSource } from "../shared/table/read-source.ts";
import { readTableSchema } from "../shared/table/read-table-schema.ts";
import { checkTable } from "./check-table.ts";
import { tableSummary } from "./table-summary.ts";
import { type Violation, violationLine } from "./violation.ts";

/** Throws StageFailure `table-schema`, `table-read`, or `data-invalid` with every violation. */
export async function validate(context: StageContext<unknown, "table" | "schema", "table" | "report">): Promise<void> {
  const schema = await readTableSchema(context.in.schema.path);
  const source = await readSource(context.in.table.path);
  const { table, violations } = checkTable(source, schema);
  if (violations.length > 0) throw dataInvalid(source.file, violations);
  await writeTable(context.out.table.path, table);
  await writeFile(context.out.report.path, tableSummary(table));
  context.report.log(`${table.rows} rows and ${table.columns.length} columns satisfy the schema`);
}

function dataInvalid(file: string, violations: readonly Violation[]): StageFailure {
  const checks = violations.length === 1 ? "a check" : `${violations.length} checks`;
  return new StageFailure({
    code: "data-invalid",
    message: `${file} fails ${checks} of its schema`,
    why: violations.map(violationLine).join("\n"),
    hint: "correct the data, or the schema where it is too strict",
  });
}
