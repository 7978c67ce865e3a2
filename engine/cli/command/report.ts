import { join, relative } from "node:path";
import { storeFolder } from "../../config/store-folder.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { readEvents } from "../../history/read-events.ts";
import { findRun } from "../../history/run-names.ts";
import { makePage } from "../../report/page/make-page.ts";
import { writeFile } from "../../report/write-file.ts";
import { findPastRuns } from "../find-past-runs.ts";
import type { CommandInvocation } from "../option-table.ts";
import type { reportOptions } from "../table/report.ts";
import { tell } from "../tell.ts";
import { usageError } from "../usage-error.ts";

export async function run({ platform, options, arguments: words }: CommandInvocation<typeof reportOptions>): Promise<ExitCode> {
  const past = findPastRuns(platform, { words, anyPipeline: false });
  if (!past.ok) return refuse(past.failure);
  const { runs, all, found } = past.value;
  if (runs.length > 1)
    return refuse(usageError("option-value", { message: "a report is of one run", hint: "millrace report [PIPELINE] [RUN]" }));
  const meant = findRun(
    all.map((listed) => listed.run),
    runs[0]?.run,
  );
  if (!meant.ok) return refuse(meant.failure);
  const kept = { ...found.history, storeFolder: await storeFolder(platform, found.history.projectRoot) };
  const page = await makePage(kept, readEvents(found.history, meant.value));
  if (page === undefined) return refuse(usageError("run-unknown", { message: `the log of run ${meant.value} cannot be read` }));
  const usual = join(found.history.projectRoot, ".millrace", "reports", `${meant.value}.html`);
  const file = options.output ?? relative(platform.environment.workingDirectory, usual);
  const written = writeFile(platform, { file, text: page });
  if (!written.ok) return refuse(written.failure, exitCodes.environment);
  platform.console.out(`${file}\n`);
  return exitCodes.ok;

  function refuse(diagnostic: Diagnostic, code: ExitCode = exitCodes.usage): ExitCode {
    tell(platform, [diagnostic]);
    return code;
  }
}
