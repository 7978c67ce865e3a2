import { dirname, join, relative, resolve } from "node:path";
import { commandLine } from "../diagnostics/command-line.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Platform } from "../platform/platform.ts";
import { JsonReporter } from "./json.ts";
import { JunitReporter } from "./junit.ts";
import type { Level, Narration } from "./narration.ts";
import { painter } from "./painter.ts";
import { PlainReporter } from "./plain.ts";
import type { Reporter } from "./reporter.ts";
import { StepSummaryReporter } from "./step-summary.ts";
import { TerminalReporter } from "./terminal.ts";
import { TraceReporter } from "./trace.ts";

export interface ReportRequest {
  readonly platform: Platform;
  /** Absolute. */
  readonly projectRoot: string;
  /** What commands to type next need to mean the same pipeline: `--cwd DIR`, and the pipeline as it was given. */
  readonly place: readonly string[];
  readonly level: Level;
  /** Events on stdout. */
  readonly json: boolean;
  /** Relative to the working directory. */
  readonly junit: string | undefined;
  /** Relative to the working directory. */
  readonly trace: string | undefined;
  /** A file that was asked for and could not be written. */
  readonly onProblem: (diagnostic: Diagnostic) => void;
}

/** Who is told of a run: always a person, in the way that suits where the text goes; and the programs that were asked for. */
export function selectReporters(request: ReportRequest): readonly Reporter[] {
  const { console, environment } = request.platform;
  const narration = narrationFor(request);
  const live = console.terminal.interactive && !environment.isContinuousIntegration && !request.json;
  const reporters: Reporter[] = [live ? new TerminalReporter(narration) : new PlainReporter(narration)];
  if (request.json) reporters.push(new JsonReporter(console));
  if (request.junit !== undefined) reporters.push(new JunitReporter(fileWriter(request, request.junit)));
  if (request.trace !== undefined)
    reporters.push(new TraceReporter({ clock: request.platform.clock, write: fileWriter(request, request.trace) }));
  const page = environment.variables.GITHUB_STEP_SUMMARY;
  if (page !== undefined && page !== "") reporters.push(new StepSummaryReporter(fileAppender(request, page)));
  return reporters;
}

function narrationFor({ platform, projectRoot, place, level }: ReportRequest): Narration {
  const { console, clock, environment } = platform;
  return {
    console,
    clock,
    paint: painter(console.terminal.colour),
    level,
    annotate: environment.variables.GITHUB_ACTIONS === "true",
    locate: (path) => relative(environment.workingDirectory, join(projectRoot, path)) || ".",
    command: (name, stage) => commandLine(["millrace", name, ...place, ...(stage === undefined ? [] : [stage])]),
  };
}

function fileWriter(request: ReportRequest, file: string): (text: string) => void {
  const { disk, environment } = request.platform;
  const path = resolve(environment.workingDirectory, file);
  return writer(request, file, (text) => {
    disk.makeDirectory("report", dirname(path));
    disk.replace("report", path, text);
  });
}

function fileAppender(request: ReportRequest, file: string): (text: string) => void {
  return writer(request, file, (text) => request.platform.disk.append("report", file, text));
}

function writer(request: ReportRequest, file: string, write: (text: string) => void): (text: string) => void {
  return (text) => {
    try {
      write(text);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      request.onProblem({ code: "disk-failed", severity: "error", message: `${file} could not be written`, why });
    }
  };
}
