import { commandLine } from "../diagnostics/command-line.ts";
import type { PlacedFiles } from "../init/place-files.ts";
import type { ScriptStage } from "../init/script-stage.ts";
import { counted, wrapped } from "./columns.ts";
import type { Painter } from "./painter.ts";

export interface InitOutcome {
  /** What was begun: `wine, from the template tabular`. */
  readonly title: string;
  readonly placed: PlacedFiles;
  readonly notes: readonly string[];
  /** The folder as it was given; undefined for the working directory. */
  readonly given: string | undefined;
  readonly cwd: string | undefined;
}

/** What was written, what was kept, and what to type next. */
export function renderInit({ title, placed, notes, given, cwd }: InitOutcome, paint: Painter): string {
  const shown = (path: string): string => (given === undefined ? path : `${given.replace(/\/+$/, "")}/${path}`);
  const rows = [
    ...placed.written.map((path) => `  ${paint.good("wrote")}  ${shown(path)}`),
    ...placed.kept.map((path) => `  ${paint.caution("kept")}   ${shown(path)}  ${paint.quiet("(was here before)")}`),
  ];
  const place = [...(cwd === undefined ? [] : ["--cwd", cwd]), ...(given === undefined ? [] : [given])];
  const steps = (["run", "status"] as const).map((name) => ({ line: commandLine(["millrace", name, ...place]), shows: shows[name] }));
  const width = Math.max(...steps.map(({ line }) => line.length));
  return [
    paint.strong(title),
    "",
    ...rows,
    "",
    ...(notes.length === 0
      ? []
      : [...notes.flatMap((note) => wrapped(note, 74).map((line, index) => `${index === 0 ? "  - " : "    "}${line}`)), ""]),
    paint.strong("next"),
    ...steps.map(({ line, shows: what }) => `  ${line.padEnd(width)}  ${paint.quiet(what)}`),
    "",
  ].join("\n");
}

const shows = { run: "runs what has changed: the first time, everything", status: "says what is fresh, and why the rest is not" } as const;

/** What a stage takes and gives, in a line: `train reads 3 files, writes 1`. */
export function renderScriptStage({ name, ports }: ScriptStage): string {
  const paths = (list: ScriptStage["ports"]["in"]): number => list.flatMap((port) => port.paths).length;
  const writes = paths(ports.out) === 0 ? "writes nothing" : `writes ${counted(paths(ports.out), "output")}`;
  return `stage ${name}: reads ${counted(paths(ports.in), "input")}, ${writes}`;
}
