import { resolve } from "node:path";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type ExitCode, exitCodes } from "../../diagnostics/exit-code.ts";
import { answers, askName, nameProblem } from "../../init/answers.ts";
import { chooseTarget, ownTable, targets } from "../../init/own-table.ts";
import { obstacles, placeFiles } from "../../init/place-files.ts";
import { projectNameOf } from "../../init/project-name.ts";
import { type OwnData, scaffoldTemplate } from "../../init/scaffold-template.ts";
import type { Asker } from "../../platform/asker.ts";
import type { Platform } from "../../platform/platform.ts";
import { canAsk, terminalAsker } from "../../platform/terminal-asker.ts";
import { renderInit } from "../../report/init.ts";
import { painter } from "../../report/painter.ts";
import { findProjectRoot } from "../../spec/project-root.ts";
import type { CommandInvocation } from "../option-table.ts";
import { tellingFailure } from "../stage-failure.ts";
import type { initOptions } from "../table/init.ts";
import { tell } from "../tell.ts";
import { usageError } from "../usage-error.ts";

type Invocation = CommandInvocation<typeof initOptions>;

export async function run(invocation: Invocation): Promise<ExitCode> {
  const {
    platform,
    options,
    arguments: [given],
  } = invocation;
  const folder = resolve(platform.environment.workingDirectory, given ?? ".");
  const problems = optionProblems(invocation);
  if (problems.length > 0) return refuse(platform, problems);
  if (options["from-script"] !== undefined) return (await import("./init-from-script.ts")).fromScript({ ...invocation, folder });
  // Before anything is asked.
  const inTheWay = obstacles({ platform, folder, files: [] });
  if (inTheWay.length > 0) return refuse(platform, inTheWay);
  return tellingFailure(platform, () => fromTemplate(invocation, folder));
}

async function fromTemplate({ platform, options, arguments: [given] }: Invocation, folder: string): Promise<ExitCode> {
  const { disk, environment, console } = platform;
  const asker = options.yes === true || !canAsk(console) ? undefined : await terminalAsker();
  asker?.begin(given === undefined ? "A pipeline in this folder" : `A pipeline in ${given}`);
  const answered = await answers({
    asker,
    given: options,
    dataProblem: (path) =>
      disk.statTarget(resolve(environment.workingDirectory, path))?.type === "file" ? undefined : `there is no file ${path}`,
  });
  if (answered === undefined) return exitCodes.interrupted;
  const { template, data } = answered;
  const own = data === undefined ? undefined : await readOwnData({ platform, asker, folder, data, target: options.target });
  if (own === "interrupted") return exitCodes.interrupted;
  if (own !== undefined && "severity" in own) return refuse(platform, [own]);
  const usual = projectNameOf(folder);
  const name = options.name ?? (asker === undefined ? usual : await askName(asker, usual));
  if (name === undefined) return exitCodes.interrupted;
  const scaffold = scaffoldTemplate({ disk, folder, template, name, ...(own !== undefined && { own }) });
  const placed = placeFiles({ platform, folder, files: scaffold.files });
  if (!placed.ok) return refuse(platform, placed.failure);
  const title = `${name}, from the template ${template}`;
  console.error(
    `${renderInit({ title, placed: placed.value, notes: scaffold.notes, given, cwd: options.cwd }, painter(console.terminal.colour))}`,
  );
  return exitCodes.ok;
}

interface OwnDataRequest {
  readonly platform: Platform;
  readonly asker: Asker | undefined;
  readonly folder: string;
  readonly data: string;
  readonly target: string | undefined;
}

async function readOwnData({ platform, asker, folder, data, target }: OwnDataRequest): Promise<OwnData | Diagnostic | "interrupted"> {
  const { inferSchema } = await import("../../../stages/shared/table/infer-schema.ts");
  const file = resolve(platform.environment.workingDirectory, data);
  const schema = await inferSchema(file);
  const table = ownTable(schema);
  const possible = targets(table).map(({ name }) => name);
  const last = possible.at(-1);
  const asked =
    asker === undefined || target !== undefined || last === undefined
      ? target
      : await asker.choose({ message: "Which column is to be predicted?", options: possible.map((value) => ({ value })), initial: last });
  if (asked === undefined && asker !== undefined && last !== undefined) return "interrupted";
  const chosen = chooseTarget(table, { named: asked, file: data });
  return chosen.ok ? { file, projectRoot: findProjectRoot(platform.disk, folder), schema, table, target: chosen.value } : chosen.failure;
}

function optionProblems({ options }: Invocation): readonly Diagnostic[] {
  const { template, data, target, name, "from-script": script } = options;
  const wrongName = name === undefined ? undefined : nameProblem(name);
  return [
    ...(wrongName === undefined ? [] : [usageError("option-value", { message: `--name ${name} is no name`, why: wrongName })]),
    ...(data !== undefined && template !== undefined && template !== "tabular"
      ? [usageError("option-value", { message: `--data is for the template tabular, not for ${template}` })]
      : []),
    ...(target !== undefined && data === undefined
      ? [usageError("option-value", { message: "--target needs --data FILE", why: "it is a column of that file" })]
      : []),
    ...(script !== undefined && (template !== undefined || data !== undefined)
      ? [usageError("option-value", { message: "--from-script writes a stage, and takes no template", hint: "begin with one of the two" })]
      : []),
  ];
}

function refuse(platform: Platform, diagnostics: readonly Diagnostic[]): ExitCode {
  tell(platform, diagnostics);
  return exitCodes.usage;
}
