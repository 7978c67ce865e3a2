import { type ExitCode, exitCodes, mostSevere } from "../../diagnostics/exit-code.ts";
import { compareMetrics, isWanted, type MetricRow } from "../../history/compare/compare-metrics.ts";
import { stageGates } from "../../history/compare/stage-gates.ts";
import { comparedLocks } from "../../history/revision/compared-locks.ts";
import type { ComparedVersions } from "../../report/compare/comparison.ts";
import { usualPrecision } from "../../report/compare/measured-figures.ts";
import { metricsDocument } from "../../report/compare/metrics-document.ts";
import { metricsMarkdown } from "../../report/compare/metrics-markdown.ts";
import { renderMetricsTable } from "../../report/compare/metrics-table.ts";
import { painter } from "../../report/painter.ts";
import type { CommandInvocation } from "../option-table.ts";
import { refused, withComparison } from "../prepare-comparison.ts";
import type { metricsDiffOptions } from "../table/metrics-diff.ts";
import { tell } from "../tell.ts";
import { unknownStages } from "../unknown-stages.ts";

type Given = CommandInvocation<typeof metricsDiffOptions>;

export async function run(given: Given): Promise<ExitCode> {
  const { platform, options } = given;
  return withComparison(given, async ({ pipeline, repository, range, versions }) => {
    const locks = await comparedLocks({ platform, repository, range, pipeline });
    if (!locks.ok) return refused(platform, [locks.failure]);
    const strays = unknownStages(options.stage, { stages: pipeline.stages, locks: [locks.value.before, locks.value.after] });
    if (strays.length > 0) return refused(platform, strays);
    tell(platform, locks.value.warnings);
    const stages = options.stage.length > 0 ? options.stage : undefined;
    const rows = compareMetrics({
      ...locks.value,
      order: pipeline.stages.map(({ name }) => name.value),
      gates: stageGates(pipeline),
      ...(stages !== undefined && { stages }),
    });
    platform.console.out(rendered(rows, { given, versions }));
    const worse = rows.some(({ verdict }) => verdict === "worse");
    if (options["fail-if-worse"] !== true) return exitCodes.ok;
    const unknown = locks.value.unknownNow.some((stage) => isWanted(stage, stages));
    return mostSevere([worse ? exitCodes.gateFailed : exitCodes.ok, unknown ? exitCodes.stale : exitCodes.ok]);
  });
}

function rendered(rows: readonly MetricRow[], { given, versions }: { readonly given: Given; readonly versions: ComparedVersions }): string {
  const { options, platform } = given;
  const { all = false, precision = usualPrecision } = options;
  if (options.json === true) return metricsDocument(rows, versions);
  if (options.md === true) return metricsMarkdown(rows, { versions, all, precision });
  const { colour, columns } = platform.console.terminal;
  return renderMetricsTable(rows, { versions, all, precision, paint: painter(colour), columns });
}
