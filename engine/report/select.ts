import { join, relative, resolve } from "node:path";
import type { Platform } from "../platform/platform.ts";
import { commandLine } from "./command-line.ts";
import { JsonReporter } from "./json.ts";
import { JunitReporter } from "./junit.ts";
import type { Level, Narration } from "./narration.ts";
import { painter } from "./painter.ts";
import { PlainReporter } from "./plain.ts";
import type { Reporter } from "./reporter.ts";
import { StepSummaryReporter } from "./step-summary.ts";
import { TerminalReporter } from "./terminal.ts";

export interface ReportRequest {
  readonly platform: Platform;
  /** Absolute. */
  readonly projectRoot: string;
  /** As the user gave it; `undefined` where it was found. */
  readonly pipeline: string | undefined;
  readonly level: Level;
  /** Events on stdout. */
  readonly json: boolean;
  /** Relative to the working directory. */
  readonly junit: string | undefined;
}

/** Who is told of a run: always a person, in the way that suits where the text goes; and the programs that were asked for. */
export function selectReporters(request: ReportRequest): readonly Reporter[] {
  const { console, environment } = request.platform;
  const narration = narrationFor(request);
  const live = console.terminal.interactive && !environment.isContinuousIntegration && !request.json;
  const reporters: Reporter[] = [live ? new TerminalReporter(narration) : new PlainReporter(narration)];
  if (request.json) reporters.push(new JsonReporter(console));
  if (request.junit !== undefined) reporters.push(new JunitReporter(fileWriter(request, request.junit)));
  const summaryFile = environment.variables.GITHUB_STEP_SUMMARY;
  if (summaryFile !== undefined && summaryFile !== "") {
    reporters.push(new StepSummaryReporter((text) => request.platform.disk.append("report", summaryFile, text)));
  }
  return reporters;
}

function narrationFor({ platform, projectRoot, pipeline, level }: ReportRequest): Narration {
  const { console, clock, environment } = platform;
  return {
    console,
    clock,
    paint: painter(console.terminal.colour),
    level,
    annotate: environment.variables.GITHUB_ACTIONS === "true",
    locate: (path) => relative(environment.workingDirectory, join(projectRoot, path)) || ".",
    command: (name, stage) => commandLine(["millrace", name, ...(pipeline === undefined ? [] : [pipeline]), stage]),
  };
}

function fileWriter({ platform }: ReportRequest, file: string): (text: string) => void {
  const path = resolve(platform.environment.workingDirectory, file);
  return (text) => {
    platform.disk.makeDirectory("report", join(path, ".."));
    platform.disk.replace("report", path, text);
  };
}
