import type { Change, Reason } from "../events/reason.ts";
import type { Verdict } from "../freshness/verdict.ts";
import type { StageId } from "../platform/identity.ts";
import { unreachable } from "../platform/result.ts";
import { shown } from "./change.ts";
import { columnWidths } from "./columns.ts";
import type { Painter } from "./painter.ts";
import { shortReason } from "./reason.ts";
import { stateDetail } from "./status.ts";

/** Why a stage must run (or need not), with every difference between its key now and the key of its last success. */
export function renderWhy(stage: StageId, options: { readonly verdict: Verdict; readonly paint: Painter }): string {
  const { verdict, paint } = options;
  const lines = [`${paint.strong(stage)} ${headline(verdict)}`];
  for (const reason of verdict.reasons) lines.push(...reasonLines(reason, paint));
  return `${lines.join("\n")}\n`;
}

function headline(verdict: Verdict): string {
  switch (verdict.state) {
    case "fresh":
      return "is fresh: its key is as recorded, and its outputs are here and unchanged";
    case "restorable":
      return "is restorable: its key is as recorded, and its outputs are in the store";
    case "absent":
      return "must run: its key is as recorded, but the bytes of its outputs are in no store";
    case "stale":
      return "is stale: it must run";
    case "undecided":
      return `is ${stateDetail(verdict)}`;
    case "blocked":
      return `is blocked by ${verdict.by.join(", ")}`;
    case "skipped":
      return "is skipped: its `when` is false, or an input is skipped";
    default:
      return unreachable(verdict);
  }
}

function reasonLines(reason: Reason, paint: Painter): readonly string[] {
  if (reason.kind !== "key-changed" || reason.changes.length === 0) return [`  ${shortReason(reason)}`];
  const rows = reason.changes.map((change) => [change.subject, change.name]);
  const [subjectWidth = 0, nameWidth = 0] = columnWidths(rows);
  const indent = "".padEnd(2 + subjectWidth + 2);
  return reason.changes.flatMap((change) => {
    const name = nameWidth === 0 ? "" : `${change.name.padEnd(nameWidth)}  `;
    const first = `  ${paint.quiet(change.subject.padEnd(subjectWidth))}  ${name}${values(change)}`.trimEnd();
    return [first, ...texts(change, paint), ...change.details].map((line, index) => (index === 0 ? line : `${indent}${line}`));
  });
}

function values(change: Change): string {
  const before = shown(change, change.before);
  const after = shown(change, change.after);
  if (change.before === undefined && change.after === undefined) return "changed";
  if (change.before === undefined) return after === undefined ? "added" : `added: ${after}`;
  if (change.after === undefined) return before === undefined ? "removed" : `removed, was: ${before}`;
  return before === undefined || after === undefined ? "changed" : `${before} -> ${after}`;
}

/** The whole of a text that was too long for its line: a command, of which each line was there before or is there now. */
function texts(change: Change, paint: Painter): readonly string[] {
  if (change.subject !== "command" || change.before === undefined || change.after === undefined) return [];
  if (shown(change, change.before) !== undefined && shown(change, change.after) !== undefined) return [];
  const [before, after] = [change.before.split("\n"), change.after.split("\n")];
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => paint.bad(`- ${line}`)),
    ...after.filter((line) => !before.includes(line)).map((line) => paint.good(`+ ${line}`)),
  ];
}
