import { basename, extname, relative, resolve } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { isSimple } from "../graph/shell-scan.ts";
import type { Disk } from "../platform/disk.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { isLeftOut } from "../trace/left-out.ts";
import { holdsMetrics } from "../trace/metrics-text.ts";
import { nameFrom } from "../trace/name-from.ts";
import type { Observed } from "../trace/observed.ts";
import { type Ports, portsOf } from "../trace/ports.ts";
import { liftParams } from "./trace/lift-params.ts";
import { namedPaths } from "./trace/named-paths.ts";
import { observe } from "./trace/observe.ts";
import type { Traced } from "./trace/run-traced.ts";
import type { Snapshot } from "./trace/snapshot.ts";
import { stageText } from "./trace/stage-text.ts";

/** The stages that there are already. */
export interface Neighbours {
  readonly names: ReadonlySet<string>;
  /** References to their outputs (`prepare.rows`), by absolute path. */
  readonly references: ReadonlyMap<string, string>;
}

export interface ScriptStageRequest {
  readonly disk: Disk;
  readonly command: string;
  /** Of the pipeline, and where the command ran; absolute. */
  readonly folder: string;
  readonly projectRoot: string;
  readonly traced: Traced;
  readonly before: Snapshot;
  readonly after: Snapshot;
  /** Undefined where the stage is the first of its pipeline: then numbers become parameters. */
  readonly neighbours: Neighbours | undefined;
}

export interface ScriptStage {
  readonly name: string;
  /** YAML, to stand below `stages:`. */
  readonly text: string;
  readonly params: Readonly<Record<string, string>>;
  readonly ports: Ports;
  /** What a person must know of it, a sentence each. */
  readonly notes: readonly string[];
  /**
   * Whether what was written is what the stage would write: all that it read was seen, nothing of that has changed meanwhile, and
   * no output was there before.
   */
  readonly isResult: boolean;
}

/** A stage that does what a command was seen to do. */
export function scriptStage(request: ScriptStageRequest): Result<ScriptStage, readonly Diagnostic[]> {
  const { disk, command, folder, projectRoot, traced, before, after, neighbours } = request;
  const shown = (path: string): string => relative(folder, path) || ".";
  const observed = observe({ disk, projectRoot, accesses: traced.accesses, complete: traced.tracer.complete, before, after });
  if (observed.changed.length > 0) return failure(observed.changed.map((path) => changesInput(shown(path))));

  const words = namedPaths({ disk, command, folder }).filter((path) => isBelow(projectRoot, path));
  const named = words.filter((path) => before.has(path) && !isLeftOut(relative(projectRoot, path)));
  const ports = portsOf({
    observed,
    named,
    folder,
    references: neighbours?.references ?? new Map(),
    isMetrics: (path) => path.endsWith(".json") && holdsMetrics(disk.read(path).toString("utf8")),
  });
  const lifted = neighbours === undefined ? liftParams(command) : { command, params: {} };
  const name = freeName(stageName(named, command), neighbours?.names ?? new Set());
  // A program of a virtual environment in the project is no input: its version is told by `tools`.
  const undeclared = words.some((path) => !before.has(path));
  return success({
    name,
    text: stageText({ name, command: lifted.command, ports, tools: toolsOf(command), undeclared }),
    params: lifted.params,
    ports,
    notes: notesOf({ observed, traced, ports, shown }),
    isResult: traced.tracer.complete && ports.out.length > 0 && !undeclared && isUntouched(request, { observed, ports }),
  });
}

function isUntouched(
  { folder, before, after }: ScriptStageRequest,
  { observed, ports }: { readonly observed: Observed; readonly ports: Ports },
): boolean {
  if (observed.outputs.some((path) => before.has(path))) return false;
  const inputs = ports.in.flatMap(({ paths }) => paths.map((path) => resolve(folder, path)));
  const isInput = (path: string): boolean => inputs.some((input) => path === input || path.startsWith(`${input}/`));
  return [...new Set([...before.keys(), ...after.keys()])].filter(isInput).every((path) => before.get(path) === after.get(path));
}

const isBelow = (root: string, path: string): boolean => !relative(root, path).startsWith("..") && path !== root;

/** `train` of `python src/train.py`. */
function stageName(named: readonly string[], command: string): string {
  const script = named.find((path) => extname(path) !== "");
  const word = script === undefined ? (command.split(/\s+/)[0] ?? "") : script;
  return nameFrom(basename(word).replace(/\.[^.]*$/, "")) || "script";
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted}-${number}`;
  return name;
}

/** What runs the script has a version, which may decide what comes out. */
function toolsOf(command: string): readonly string[] {
  const [program = ""] = command.split(/\s+/);
  return isSimple(command) && /^(?:python[\d.]*|pypy[\d.]*|node|Rscript|julia|perl|ruby)$/.test(program) ? [`${program} --version`] : [];
}

interface Noting {
  readonly observed: Observed;
  readonly traced: Traced;
  readonly ports: Ports;
  readonly shown: (path: string) => string;
}

function notesOf({ observed, traced, ports, shown }: Noting): readonly string[] {
  const notes: string[] = [];
  if (ports.out.length === 0)
    notes.push("it wrote no file of the project: a stage without outputs runs when its inputs change, and leaves nothing");
  if (!traced.tracer.complete) {
    notes.push(
      `${traced.tracer.name} saw what the language itself opens, and not what its libraries open by other means: read \`in\`, and add what is missing, or install strace and begin again`,
    );
  }
  if (observed.outside.length > 0) {
    notes.push(`it also reads ${observed.outside.map(shown).join(", ")}, outside of the project: changes of that are not seen`);
  }
  return notes;
}

/** Lines for `.gitignore`: what can be made again, and what Python leaves beside its modules. */
export function ignoredPaths({ ports }: ScriptStage): readonly string[] {
  const made = ports.out.flatMap(({ paths }) => paths).filter((path) => path.startsWith("./") && !path.startsWith("./out/"));
  const isPython = ports.in.some(({ paths }) => paths.some((path) => path.endsWith(".py")));
  return [...made.map((path) => path.slice(1).replace(/[\\*?[\]!#]/g, "\\$&")), ...(isPython ? ["__pycache__/"] : [])];
}

/** What becomes of the files that the traced command has just written. */
export function resultNotes({ ports }: ScriptStage, isKept: boolean): readonly string[] {
  if (ports.out.length === 0) return [];
  return isKept
    ? ["what it wrote just now is kept as its result: `millrace run` runs it again when something changes"]
    : ["what it wrote just now stays until the first `millrace run` makes it anew, and is then in .millrace/displaced/"];
}

const changesInput = (path: string): Diagnostic => ({
  code: "script-changes-input",
  severity: "error",
  message: `the script reads ${path}, and then writes to it or removes it`,
  why: "a stage must not change what it reads: its second run would read something else than its first",
  hint: `let it write to another file; or, if ${basename(path)} is left from an earlier run, remove it and begin again`,
});

/** A pipeline of one stage. */
export function pipelineText({ name, stage }: { readonly name: string; readonly stage: ScriptStage }): string {
  const params = Object.entries(stage.params).map(([param, value]) => `  ${param}: ${value}`);
  return [`name: ${name}`, "", ...(params.length === 0 ? [] : ["params:", ...params, ""]), "stages:", stage.text].join("\n");
}
