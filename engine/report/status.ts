import type { GateEvaluated } from "../events/event.ts";
import type { State, Verdict } from "../freshness/verdict.ts";
import type { StageId } from "../platform/identity.ts";
import { columnWidths, counted, cut } from "./columns.ts";
import { type Folded, folded, stageNames } from "./fold.ts";
import { gateSentence } from "./gate.ts";
import type { Painter } from "./painter.ts";
import { mainReason, shortReason, telling } from "./reason.ts";

export interface StatusParts {
  readonly verdicts: ReadonlyMap<StageId, Verdict>;
  readonly gates: readonly GateEvaluated[];
}

export interface StatusOptions {
  readonly paint: Painter;
  /** The command that would do what is told. */
  readonly run: string;
  /** Every stage, each of its reasons. */
  readonly verbose: boolean;
  /** Of the window; absent where a file or a program reads. */
  readonly columns?: number;
}

interface Group {
  readonly title: string;
  readonly holds: (verdict: Verdict) => boolean;
  readonly colour: keyof Painter;
  /** Told in numbers, unless all is asked for. */
  readonly quiet?: true;
}

const inState =
  (...states: readonly State[]) =>
  ({ state }: Verdict): boolean =>
    states.includes(state);

/** Whatever the stages before it leave: it has changed itself. */
const hasOwnReason = ({ state, reasons }: Verdict): boolean => state === "undecided" && reasons.some(({ kind }) => kind !== "upstream");
const mustRun = (verdict: Verdict): boolean => inState("stale", "absent")(verdict) || hasOwnReason(verdict);
const mayFollow = (verdict: Verdict): boolean => verdict.state === "undecided" && !hasOwnReason(verdict);

const groups: readonly Group[] = [
  { title: "Must run", holds: mustRun, colour: "caution" },
  { title: "Can be restored", holds: inState("restorable"), colour: "caution" },
  { title: "May follow", holds: mayFollow, colour: "quiet" },
  { title: "Blocked", holds: inState("blocked"), colour: "bad" },
  { title: "Skipped", holds: inState("skipped"), colour: "quiet", quiet: true },
  { title: "Fresh", holds: inState("fresh"), colour: "good", quiet: true },
];

/** The stages by what a run would do with them, in plan order, each with the reason that tells most; and that in numbers. */
export function renderStatus({ verdicts, gates }: StatusParts, options: StatusOptions): string {
  const { paint, verbose } = options;
  const told = groups.filter(({ quiet }) => verbose || quiet !== true);
  const sections = told.flatMap((group): readonly Section[] => {
    const lines = [...verdicts].filter(([, verdict]) => group.holds(verdict));
    const said = lines.map(([stage, verdict]) => ({ stage, text: detailsOf(verdict, verbose).join("\n") }));
    return lines.length === 0 ? [] : [{ group, rows: verbose ? said.map(single) : folded(said) }];
  });
  const [width = 0] = columnWidths(sections.flatMap(({ rows }) => rows.map(({ name }) => [name])));
  const blocks = sections.map(({ group, rows }) => [
    paint[group.colour](group.title),
    ...shownOf(rows, verbose).flatMap((row) => rowLines(row, { ...options, width: Math.min(width, widestName) })),
    ...restLine(rows, options),
  ]);
  const failed = gates.filter((gate) => !gate.passed);
  if (failed.length > 0) blocks.push(failed.map((gate) => `${paint.bad("gate failed")}  ${gate.stage}: ${gateSentence(gate)}`));
  blocks.push([outlook({ verdicts, gates: failed }, options)]);
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

interface Section {
  readonly group: Group;
  readonly rows: readonly Folded[];
}

/** Rows of a group: more are a number. */
const mostRows = 20;

const shownOf = (rows: readonly Folded[], verbose: boolean): readonly Folded[] =>
  verbose || rows.length <= mostRows + 1 ? rows : rows.slice(0, mostRows);

function restLine(rows: readonly Folded[], { paint, verbose }: StatusOptions): readonly string[] {
  const rest = rows.slice(shownOf(rows, verbose).length);
  const stages = rest.reduce((sum, row) => sum + row.stages.length, 0);
  return rest.length === 0 ? [] : [paint.quiet(`  and ${counted(stages, "more stage")} (--verbose names all)`)];
}

const single = ({ stage, text }: { readonly stage: StageId; readonly text: string }): Folded => ({ name: stage, text, stages: [stage] });

/** Characters of a name that others are aligned with. */
const widestName = 32;

function rowLines({ name, text }: Folded, { paint, width, columns }: StatusOptions & { readonly width: number }): readonly string[] {
  const start = `  ${name.padEnd(width)}  `;
  const room = columns === undefined ? Number.POSITIVE_INFINITY : Math.max(12, columns - start.length);
  const [first = "", ...rest] = text.split("\n").map((line) => cut(line, room));
  const indent = " ".repeat(width + 4);
  return [`  ${paint.strong(name.padEnd(width))}  ${first}`.trimEnd(), ...rest.map((line) => `${indent}${line}`)];
}

function detailsOf(verdict: Verdict, verbose: boolean): readonly string[] {
  if (!verbose) return [stateDetail(verdict)];
  const reasons = telling(verdict.reasons).filter(({ kind }) => kind !== "upstream");
  const all = reasons.flatMap((reason) =>
    reason.kind === "key-changed" && reason.changes.length > 0
      ? reason.changes.map((change) => shortReason({ ...reason, changes: [change] }))
      : [shortReason(reason)],
  );
  const own = ownDetail(verdict);
  return own === "" ? all : [...all, own];
}

/** What there is to say of a stage in half a line. */
export function stateDetail(verdict: Verdict): string {
  const own = ownDetail(verdict);
  const reason = mainReason(verdict.reasons.filter(({ kind }) => kind !== "upstream"));
  return [reason, own].filter((text) => text !== "").join("; ");
}

function ownDetail(verdict: Verdict): string {
  switch (verdict.state) {
    case "skipped":
      return "its `when` is false, or an input is skipped";
    case "undecided":
      if (hasOwnReason(verdict)) return `after ${stageNames(verdict.after)}`;
      return `if ${stageNames(verdict.after)} ${verdict.after.length === 1 ? "changes its output" : "change their outputs"}`;
    case "blocked":
      return `by ${stageNames(verdict.by)}`;
    case "fresh":
    case "restorable":
    case "absent":
    case "stale":
      return "";
  }
}

function outlook({ verdicts, gates }: StatusParts, { paint, run, columns }: StatusOptions): string {
  const count = (holds: Group["holds"]): number => [...verdicts.values()].filter(holds).length;
  const fresh = count(inState("fresh"));
  const skipped = count(inState("skipped")) === 0 ? [] : [`${count(inState("skipped"))} skipped`];
  const told = [
    { count: count(mustRun), words: "must run" },
    { count: count(inState("restorable")), words: "can be restored" },
    { count: count(mayFollow), words: "may follow" },
    { count: count(inState("blocked")), words: "blocked" },
  ].flatMap((part) => (part.count === 0 ? [] : [`${part.count} ${part.words}`]));
  if (gates.length > 0) told.push(`${counted(gates.length, "gate")} failed`);
  if (told.length === 0) return paint.good(`${[`${counted(fresh, "stage")} fresh`, ...skipped].join(", ")}: nothing to do`);
  if (fresh > 0) skipped.push(`${fresh} fresh`);
  const numbers = `${[...told, ...skipped].join(", ")}:`;
  const fits = columns === undefined || numbers.length + 1 + run.length <= columns;
  return `${numbers}${fits ? " " : "\n  "}${run}`;
}
