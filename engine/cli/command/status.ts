import { join } from "node:path";
import { type DataFinding, projectDataStatus } from "../../data/data-status.ts";
import { commandLine } from "../../diagnostics/command-line.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes, mostSevere } from "../../diagnostics/exit-code.ts";
import { readLock } from "../../lock/lock-file.ts";
import type { Platform } from "../../platform/platform.ts";
import { dataDocument, dataSection, listTotal } from "../../report/data/data-status.ts";
import { painter } from "../../report/painter.ts";
import { remoteSection } from "../../report/remote-status.ts";
import { renderStatus } from "../../report/status.ts";
import { type StatusParts, statusDocument, statusLines } from "../../report/status-document.ts";
import { check } from "../../run/check.ts";
import { status } from "../../run/status.ts";
import { type AskedRemote, askRemote } from "../ask-remote.ts";
import type { CommandInvocation } from "../option-table.ts";
import { placeWords } from "../place-words.ts";
import { preparePlan } from "../prepare-plan.ts";
import type { statusOptions } from "../table/status.ts";
import { tell } from "../tell.ts";
import { rootOf } from "../with-data.ts";

export async function run({ platform, options, arguments: words }: CommandInvocation<typeof statusOptions>): Promise<ExitCode> {
  const prepared = await preparePlan({ platform, arguments: words, set: options.set, params: options.params, only: true });
  const code = prepared.ok ? undefined : await onlyData(platform, { failure: prepared.failure, options });
  if (code !== undefined) return code;
  if (!prepared.ok) {
    tell(platform, prepared.failure);
    return exitCodes.usage;
  }
  const { plan, given, warnings } = prepared.value;
  const judge = options.check === true ? check : status;
  const { signal } = new AbortController();
  const { projectRoot } = plan.pipeline;
  const { verdicts, gates, diagnostics, ...judged } = await judge({ plan, platform, signal });
  const pinned = await projectDataStatus(platform, { projectRoot, signal });
  const lock = readLock(platform.disk, join(projectRoot, plan.pipeline.lockFile));
  const asked =
    options.remote === true ? await askRemote({ platform, projectRoot, signal, pipeline: { ...judged, lock }, verdicts }) : undefined;
  if (asked?.ok === false) {
    tell(platform, [asked.failure]);
    return exitCodes.usage;
  }
  // What was edited is told in a section of its own.
  tell(platform, [
    ...warnings,
    ...diagnostics.filter(({ code }) => code !== "data-edited"),
    ...pinned.diagnostics,
    ...(asked?.value.diagnostics ?? []),
  ]);
  const run = commandLine(["millrace", "run", ...placeWords({ cwd: options.cwd, given })]);
  const { console } = platform;
  const { colour, interactive, columns } = console.terminal;
  if (options.json === true) console.out(statusDocument(verdicts, partsOf({ data: pinned.findings, asked: asked?.value })));
  else if (options.porcelain === true) console.out(statusLines(verdicts));
  else {
    const width = interactive && !console.dataIsPlain ? { columns } : {};
    const data = dataSection(pinned.findings, painter(colour));
    if (data !== undefined) console.out(`${data}\n`);
    console.out(renderStatus({ verdicts, gates }, { paint: painter(colour), run, verbose: options.verbose === true, ...width }));
    if (asked !== undefined) console.out(`\n${remoteSection(asked.value, { paint: painter(colour), verbose: options.verbose === true })}`);
  }
  if (pinned.diagnostics.some(isOfPin)) return exitCodes.usage;
  if (options.check !== true) return exitCodes.ok;
  const current = [...verdicts.values()].every(({ state }) => state === "fresh" || state === "skipped");
  const passed = gates.every((gate) => gate.passed);
  return mostSevere([current ? exitCodes.ok : exitCodes.stale, passed ? exitCodes.ok : exitCodes.gateFailed]);
}

interface WithoutPipeline {
  readonly failure: readonly Diagnostic[];
  readonly options: CommandInvocation<typeof statusOptions>["options"];
}

/** A project may have data and no pipeline, or none in this folder; `undefined` where it has no data either. */
async function onlyData(platform: Platform, { failure: [first, ...others], options }: WithoutPipeline): Promise<ExitCode | undefined> {
  if (first?.code !== "no-pipeline" || others.length > 0 || options.check === true) return undefined;
  const there = { platform, projectRoot: rootOf(platform), signal: new AbortController().signal };
  const { findings, diagnostics } = await projectDataStatus(platform, there);
  if (findings.length === 0 && diagnostics.length === 0) return undefined;
  const asked = options.remote === true ? await askRemote(there) : undefined;
  tell(platform, [...diagnostics, ...(asked === undefined ? [] : asked.ok ? asked.value.diagnostics : [asked.failure])]);
  if (asked?.ok === false) return exitCodes.usage;
  const { console } = platform;
  const paint = painter(console.terminal.colour);
  if (options.json === true) console.out(statusDocument(new Map(), partsOf({ data: findings, asked: asked?.value })));
  else if (options.porcelain !== true) {
    console.out(dataSection(findings, paint) ?? `${listTotal(findings)}, all as pinned\n`);
    if (asked !== undefined) console.out(remoteSection(asked.value, { paint, verbose: options.verbose === true }));
  }
  return diagnostics.some(isOfPin) ? exitCodes.usage : exitCodes.ok;
}

const isOfPin = ({ code }: Diagnostic): boolean => code === "pin-damaged" || code === "pin-conflict";

interface Parts {
  readonly data: readonly DataFinding[];
  readonly asked: AskedRemote | undefined;
}

const partsOf = ({ data, asked }: Parts): StatusParts => ({
  data: dataDocument(data),
  ...(asked !== undefined && { remote: { name: asked.remote, url: asked.url, contents: asked.findings } }),
});
