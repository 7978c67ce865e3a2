import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { compareParams } from "../../history/compare/compare-params.ts";
import { comparedParams } from "../../history/revision/compared-params.ts";
import { paramsDocument, paramsMarkdown, renderParamsTable } from "../../report/compare/params-table.ts";
import { painter } from "../../report/painter.ts";
import type { CommandInvocation } from "../option-table.ts";
import { refused, withComparison } from "../prepare-comparison.ts";
import type { paramsDiffOptions } from "../table/params-diff.ts";
import { tell } from "../tell.ts";
import { usageError } from "../usage-error.ts";

export async function run(given: CommandInvocation<typeof paramsDiffOptions>): Promise<ExitCode> {
  const { platform, options } = given;
  const { set, params, all = false } = options;
  return withComparison({ ...given, set, params }, async ({ pipeline, file, repository, range, versions }) => {
    if (range.after !== undefined && set.length + params.length > 0) {
      const message = "--set and --params change the working tree's params, and two commits were given";
      return refused(platform, [usageError("option-value", { message, hint: "name one commit, or leave them out" })]);
    }
    const compared = await comparedParams({ platform, repository, range, pipeline, file });
    if (!compared.ok) return refused(platform, compared.failure);
    tell(platform, compared.value.warnings);
    const rows = compareParams(compared.value.before, compared.value.after);
    const { console } = platform;
    if (options.json === true) console.out(paramsDocument(rows, versions));
    else if (options.md === true) console.out(paramsMarkdown(rows, { versions, all }));
    else console.out(renderParamsTable(rows, { versions, all, paint: painter(console.terminal.colour) }));
    return exitCodes.ok;
  });
}
