import { writeFile } from "node:fs/promises";
import { writeTable } from "../shared/table/arrow-file.ts";
import type { EvaluateContext, Evaluated } from "./evaluated.ts";

export async function writeEvaluation({ out }: EvaluateContext, evaluated: Evaluated): Promise<void> {
  await writeFile(out.metrics.path, evaluated.metrics);
  await writeTable(out.predictions.path, evaluated.predictions);
  await writeFile(out.report.path, evaluated.report);
  await writeFile(out.picture.path, evaluated.picture);
}
