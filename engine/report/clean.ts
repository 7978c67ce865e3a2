import { byteCount } from "../key/byte-count.ts";
import type { CleanedOutputs, KeptOutput } from "../run/clean-outputs.ts";
import type { Cleaned } from "../run/clean-state.ts";
import { columnWidths, counted } from "./columns.ts";
import type { Painter } from "./painter.ts";

/** What was cleaned; what was not asked for is absent. */
export interface CleanReport {
  readonly outputs?: CleanedOutputs;
  readonly logs?: Cleaned;
  readonly caches?: Cleaned;
  readonly displaced?: Cleaned;
}

export interface CleanOptions {
  readonly dryRun: boolean;
  /** Each output, also where it was removed. */
  readonly verbose: boolean;
  readonly paint: Painter;
  /** The command that brings the outputs back. */
  readonly run: string;
}

export function renderClean(report: CleanReport, options: CleanOptions): string {
  const { outputs, logs, caches, displaced } = report;
  const verb = options.dryRun ? "would remove" : "removed";
  const parts = [
    ...(logs === undefined ? [] : [numbers(logs, "the log", "the logs", "run")]),
    ...(caches === undefined ? [] : [caches.count === 0 ? "" : `caches, ${byteCount(caches.bytes)}`]),
    ...(displaced === undefined ? [] : [numbers(displaced, "what was displaced in", "what was displaced in", "run")]),
  ];
  const told = parts.filter((part) => part !== "").map((part) => `${verb} ${part}`);
  const nothing = outputs === undefined && told.length === 0 ? ["nothing to clean"] : [];
  return [...(outputs === undefined ? [] : outputLines(outputs, { ...options, verb })), ...told, ...nothing]
    .map((line) => `${line}\n`)
    .join("");
}

const numbers = ({ count, bytes }: Cleaned, one: string, several: string, noun: string): string =>
  count === 0 ? "" : `${count === 1 ? one : several} of ${counted(count, noun)}, ${byteCount(bytes)}`.replace("in of", "in");

function outputLines({ removed, kept }: CleanedOutputs, options: CleanOptions & { readonly verb: string }): readonly string[] {
  const { dryRun, verbose, paint, run, verb } = options;
  const rows = removed.map(({ path, bytes, stage }) => [path, byteCount(bytes), stage] as const);
  const [pathWidth = 0, sizeWidth = 0] = columnWidths(rows);
  const listing =
    dryRun || verbose ? rows.map(([path, size, stage]) => `${path.padEnd(pathWidth)}  ${size.padStart(sizeWidth)}  ${stage}`) : [];
  const keptLines = kept.map((output) => `${paint.caution("kept")}  ${output.path}: ${keptWords[output.why]}`);
  const bytes = removed.reduce((sum, output) => sum + output.bytes, 0);
  const lost = removed.filter(({ restorable }) => !restorable).length;
  const back = lost === 0 ? `${run} restores ${removed.length === 1 ? "it" : "them"}` : backWords({ lost, all: removed.length, run });
  const total =
    removed.length === 0
      ? `no output ${dryRun ? "would be" : "was"} removed`
      : `${verb} ${counted(removed.length, "output")}, ${byteCount(bytes)}: ${back}`;
  return [...listing, ...keptLines, ...(listing.length + keptLines.length > 0 ? [""] : []), total];
}

function backWords({ lost, all, run }: { readonly lost: number; readonly all: number; readonly run: string }): string {
  if (lost === all) return `${run} makes ${all === 1 ? "it" : "them"} again, since no store has ${all === 1 ? "it" : "them"}`;
  return `${run} restores all but ${lost}, which no store has and which ${lost === 1 ? "is" : "are"} made again`;
}

const keptWords: Readonly<Record<KeptOutput["why"], string>> = {
  edited: "edited by hand, and in no store (--force removes it too)",
  input: "a stage reads it as a source",
  outside: "a link leads to it, out of the project",
};

/** `clean --json`: one document. */
export function cleanDocument(report: CleanReport, { dryRun }: Pick<CleanOptions, "dryRun">): string {
  return `${JSON.stringify({ dryRun, ...report }, undefined, 2)}\n`;
}
