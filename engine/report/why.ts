import type { Change, Reason } from "../events/reason.ts";
import type { Verdict } from "../freshness/verdict.ts";
import type { LastMade } from "../history/last-made.ts";
import type { StageId } from "../platform/identity.ts";
import { unreachable } from "../platform/result.ts";
import { byInterest, changeWords } from "./change.ts";
import { columnWidths } from "./columns.ts";
import { duration } from "./duration.ts";
import { stageNames } from "./fold.ts";
import type { Painter } from "./painter.ts";
import { shortReason } from "./reason.ts";

export interface WhyOptions {
  readonly verdict: Verdict;
  readonly paint: Painter;
  /** Whether the stage is `frozen: true`. */
  readonly frozen?: boolean;
  /** Of a stage that is fresh. */
  readonly made?: LastMade | undefined;
}

/** Why a stage must run (or need not), with every difference between its key now and the key of its last success. */
export function renderWhy(stage: StageId, options: WhyOptions): string {
  const { verdict, paint } = options;
  const lines = [`${paint.strong(stage)} ${headline(options)}`];
  if (verdict.state === "fresh") lines.push(...sinceLines(options));
  for (const reason of verdict.reasons) lines.push(...reasonLines(reason, paint));
  return `${lines.join("\n")}\n`;
}

function headline({ verdict, frozen }: WhyOptions): string {
  switch (verdict.state) {
    case "fresh":
      if (frozen === true) return "is frozen: what was recorded stands, whatever has changed, and it is here and unchanged";
      return "is fresh: its key is as recorded, and its outputs are here and unchanged";
    case "restorable":
      if (frozen === true) return "is frozen: what was recorded stands, and comes back from the store";
      return `is restorable: ${whyRestorable(verdict.reasons)}`;
    case "absent":
      return "must run: its key is as recorded, but the bytes of its outputs are in no store";
    case "stale":
      return "is stale: it must run";
    case "undecided": {
      const several = verdict.after.length > 1;
      const condition = `if ${stageNames(verdict.after)} ${several ? "change their outputs" : "changes its output"}`;
      const own = verdict.reasons.some(({ kind }) => kind !== "upstream");
      return own ? `is stale: it must run after ${stageNames(verdict.after)}` : `is stale ${condition}`;
    }
    case "blocked":
      return `is blocked by ${stageNames(verdict.by)}`;
    case "skipped":
      return "is skipped: its `when` is false, or an input is skipped";
    default:
      return unreachable(verdict);
  }
}

function whyRestorable(reasons: readonly Reason[]): string {
  const has = (...kinds: readonly Reason["kind"][]): boolean => reasons.some(({ kind }) => kinds.includes(kind));
  if (has("key-changed")) return "the store has the outputs of its new key";
  return has("no-record", "record-damaged")
    ? "the store has the outputs of its key"
    : "its key is as recorded, and its outputs are in the store";
}

function sinceLines({ verdict, made, paint }: WhyOptions): readonly string[] {
  if (verdict.state !== "fresh") return [];
  const when = made && `${new Date(made.at).toISOString().replace(/\.\d+Z$/, "Z")}`;
  const run = made === undefined ? [] : [["run", `${made.run}, ${when}, took ${duration(made.milliseconds)}`]];
  return [...run, ["key", verdict.key.slice(0, 12)]].map(([name = "", value = ""]) => `  ${paint.quiet(name)}  ${value}`);
}

function reasonLines(reason: Reason, paint: Painter): readonly string[] {
  if (reason.kind === "upstream") return [];
  if (reason.kind !== "key-changed") return [`  ${shortReason(reason)}`];
  if (reason.changes.length === 0) return ["  its key changed; what it was made of is not kept in this store"];
  const changes = byInterest(reason.changes);
  const [subjectWidth = 0, nameWidth = 0] = columnWidths(changes.map((change) => [change.subject, change.name]));
  const indent = "".padEnd(2 + subjectWidth + 2);
  return changes.flatMap((change) => {
    const name = nameWidth === 0 ? "" : `${change.name.padEnd(nameWidth)}  `;
    const first = `  ${paint.quiet(change.subject.padEnd(subjectWidth))}  ${name}${told(change)}`.trimEnd();
    return [first, ...change.details.map((line) => `${indent}${coloured(line, paint)}`)];
  });
}

/** `scores.csv: 2 lines changed`, `made by train: aca7412b -> 60c99b83`, `60 -> 5 (with.epochs)`. */
function told(change: Change): string {
  const from = change.maker === undefined ? change.path : `made by ${change.maker}`;
  const words = changeWords(change);
  if (change.setting !== undefined) return `${words} (${change.setting})`;
  return from === undefined ? words : `${from}: ${words}`;
}

function coloured(line: string, paint: Painter): string {
  const [sign] = line.trimStart();
  if (sign === "-") return paint.bad(line);
  return sign === "+" ? paint.good(line) : line;
}
