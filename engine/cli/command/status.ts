import { projectDataStatus } from "../../data/data-status.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes, mostSevere } from "../../diagnostics/exit-code.ts";
import type { Platform } from "../../platform/platform.ts";
import { commandLine } from "../../report/command-line.ts";
import { dataDocument, dataSection, listTotal } from "../../report/data/data-status.ts";
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
import { rootOf } from "../with-data.ts";

export async function run({ platform, options, arguments: words }: CommandInvocation<typeof statusOptions>): Promise<ExitCode> {
  const prepared = await preparePlan({ platform, arguments: words, set: options.set, params: options.params, only: true });
  if (!prepared.ok && (await onlyData(platform, { failure: prepared.failure, options }))) return exitCodes.ok;
  if (!prepared.ok) {
    tell(platform, prepared.failure);
    return exitCodes.usage;
  }
  const { plan, given, warnings } = prepared.value;
  const judge = options.check === true ? check : status;
  const { verdicts, gates, diagnostics } = await judge({ plan, platform, signal: new AbortController().signal });
  const pinned = await projectDataStatus(platform, { projectRoot: plan.pipeline.projectRoot, signal: new AbortController().signal });
  // What was edited is told in a section of its own.
  tell(platform, [
    ...warnings,
    ...diagnostics.filter(({ code }) => code !== "data-edited"),
    ...pinned.diagnostics.filter(({ code }) => code !== "pin-damaged" && code !== "pin-conflict"),
  ]);
  const run = commandLine(["millrace", "run", ...placeWords({ cwd: options.cwd, given })]);
  const { console } = platform;
  const { colour, interactive, columns } = console.terminal;
  if (options.json === true) console.out(statusDocument(verdicts, dataDocument(pinned.findings)));
  else if (options.porcelain === true) console.out(statusLines(verdicts));
  else {
    const width = interactive && !console.dataIsPlain ? { columns } : {};
    const data = dataSection(pinned.findings, painter(colour));
    if (data !== undefined) console.out(`${data}\n`);
    console.out(renderStatus({ verdicts, gates }, { paint: painter(colour), run, verbose: options.verbose === true, ...width }));
  }
  if (options.check !== true) return exitCodes.ok;
  const current = [...verdicts.values()].every(({ state }) => state === "fresh" || state === "skipped");
  const passed = gates.every((gate) => gate.passed);
  return mostSevere([current ? exitCodes.ok : exitCodes.stale, passed ? exitCodes.ok : exitCodes.gateFailed]);
}

interface WithoutPipeline {
  readonly failure: readonly Diagnostic[];
  readonly options: CommandInvocation<typeof statusOptions>["options"];
}

/** A project may have data and no pipeline, or none in this folder. */
async function onlyData(platform: Platform, { failure: [first, ...others], options }: WithoutPipeline): Promise<boolean> {
  if (first?.code !== "no-pipeline" || others.length > 0 || options.check === true) return false;
  const { findings, diagnostics } = await projectDataStatus(platform, {
    projectRoot: rootOf(platform),
    signal: new AbortController().signal,
  });
  if (findings.length === 0 && diagnostics.length === 0) return false;
  tell(platform, diagnostics);
  const { console } = platform;
  if (options.json === true) console.out(statusDocument(new Map(), dataDocument(findings)));
  else if (options.porcelain !== true)
    console.out(dataSection(findings, painter(console.terminal.colour)) ?? `${listTotal(findings)}, all as pinned\n`);
  return true;
}
