import { type ExitCode, exitCodes, mostSevere } from "../../diagnostics/exit-code.ts";
import { commandLine } from "../../report/command-line.ts";
import { painter } from "../../report/painter.ts";
import { renderStatus } from "../../report/status.ts";
import { statusDocument, statusLines } from "../../report/status-document.ts";
import { check } from "../../run/check.ts";
import { status } from "../../run/status.ts";
import type { CommandInvocation } from "../option-table.ts";
import { placeWords } from "../place-words.ts";
import { preparePlan } from "../prepare-plan.ts";
import type { statusOptions } from "../table/status.ts";
import { tell } from "../tell.ts";

export async function run({ platform, options, arguments: words }: CommandInvocation<typeof statusOptions>): Promise<ExitCode> {
  const prepared = await preparePlan({ platform, arguments: words, set: options.set, params: options.params, only: true });
  if (!prepared.ok) {
    tell(platform, prepared.failure);
    return exitCodes.usage;
  }
  const { plan, given, warnings } = prepared.value;
  const judge = options.check === true ? check : status;
  const { verdicts, gates, diagnostics } = await judge({ plan, platform, signal: new AbortController().signal });
  tell(platform, [...warnings, ...diagnostics]);
  const run = commandLine(["millrace", "run", ...placeWords({ cwd: options.cwd, given })]);
  const { console } = platform;
  const { colour, interactive, columns } = console.terminal;
  if (options.json === true) console.out(statusDocument(verdicts));
  else if (options.porcelain === true) console.out(statusLines(verdicts));
  else {
    const width = interactive && !console.dataIsPlain ? { columns } : {};
    console.out(renderStatus({ verdicts, gates }, { paint: painter(colour), run, verbose: options.verbose === true, ...width }));
  }
  if (options.check !== true) return exitCodes.ok;
  const current = [...verdicts.values()].every(({ state }) => state === "fresh" || state === "skipped");
  const passed = gates.every((gate) => gate.passed);
  return mostSevere([current ? exitCodes.ok : exitCodes.stale, passed ? exitCodes.ok : exitCodes.gateFailed]);
}
