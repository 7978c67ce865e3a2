import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { readRun } from "../../history/read-run.ts";
import { sideBySide } from "../../history/side-by-side.ts";
import { painter } from "../../report/painter.ts";
import { comparisonMarkdown, renderComparison } from "../../report/runs/compare.ts";
import { comparisonDocument } from "../../report/runs/document.ts";
import { findPastRuns } from "../find-past-runs.ts";
import type { CommandInvocation } from "../option-table.ts";
import type { runsCompareOptions } from "../table/runs-compare.ts";
import { tell } from "../tell.ts";
import { usageError } from "../usage-error.ts";

export async function run({ platform, options, arguments: words }: CommandInvocation<typeof runsCompareOptions>): Promise<ExitCode> {
  const found = findPastRuns(platform, { words, anyPipeline: options.all === true });
  if (!found.ok) return refuse(found.failure);
  const { runs, all, found: place } = found.value;
  // One run is compared with the latest, from the older to the newer.
  const chosen = runs.length === 1 ? [...runs, ...all.slice(0, 1)] : runs;
  const ids = new Set(chosen.map((listed) => listed.run));
  if (ids.size < 2) return refuse(tooFew);
  const pasts = chosen.map((listed) => readRun(place.history, listed.run)).filter((past) => past !== undefined);
  const compared = sideBySide(pasts);
  const { console } = platform;
  const paint = painter(console.terminal.colour);
  const heads = chosen.map(({ short }) => short);
  if (options.json === true) console.out(comparisonDocument(chosen, compared));
  else if (options.md === true) console.out(comparisonMarkdown(compared, { heads, paint: painter(false) }));
  else {
    const width = console.terminal.interactive ? console.terminal.columns : Number.POSITIVE_INFINITY;
    console.out(renderComparison(compared, { heads, paint, width }));
  }
  return exitCodes.ok;

  function refuse(diagnostic: Diagnostic): ExitCode {
    tell(platform, [diagnostic]);
    return exitCodes.usage;
  }
}

const tooFew = usageError("option-value", {
  message: "runs compare needs two runs",
  hint: "millrace runs compare -1 latest; millrace runs lists them",
});
