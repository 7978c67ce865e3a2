import type { Change, Reason } from "../events/reason.ts";
import { unreachable } from "../platform/result.ts";
import { byInterest, shortChange } from "./change.ts";
import { listed } from "./columns.ts";

/** Why a stage is not fresh, in a few words for half a line. */
export const shortReason = (reason: Reason): string => reasonText(reason, { most: 2 });

function reasonText(reason: Reason, { most }: { readonly most: number }): string {
  switch (reason.kind) {
    case "no-record":
      return reason.instance === true ? "no earlier result: a new instance of its matrix" : "no earlier result";
    case "record-damaged":
      return damage[reason.problem];
    case "key-changed": {
      const changes = news(reason.changes).map(shortChange);
      return changes.length === 0 ? "its key changed" : listed(changes, most);
    }
    case "output-missing":
      return `${reason.path} is missing`;
    case "output-changed":
      return `${reason.path} is not as recorded`;
    case "object-missing":
      return `the bytes of ${reason.port} are in no store`;
    case "not-cached":
      return "cache: false keeps no copy";
    case "world-differs":
      return `found ${reason.found}, expected ${reason.expected}`;
    case "rerun-always":
      return "rerun: always";
    case "unknown":
      return reason.why;
    case "forced":
      return reason.by;
    case "upstream":
      return `input from ${listed(reason.stages, 3)}`;
    default:
      return unreachable(reason);
  }
}

/** A command changes with the parameter, the input or the output that stands in it: that is the news. */
function news(changes: readonly Change[]): readonly Change[] {
  const isSaid = changes.some(({ subject }) => subject === "param" || subject === "with");
  const isNamed = changes.some(
    ({ subject, gist = "" }) => subject === "output" || (subject === "input" && /^(added|removed|path )/.test(gist)),
  );
  return byInterest(changes).filter(({ subject }) => subject !== "command" || !(isSaid || isNamed));
}

/** All of them. Where the key has changed, it goes without saying that the outputs are those of another key. */
export const shortReasons = (reasons: readonly Reason[]): string => listed(telling(reasons).map(shortReason), 3, "; ");

/** The one that tells most: `param training.epochs 60 -> 5 and 2 more`. */
export function mainReason(reasons: readonly Reason[]): string {
  const [first, ...more] = telling(reasons);
  if (first === undefined) return "";
  const text = reasonText(first, { most: 1 });
  return more.length === 0 || first.kind === "key-changed" ? text : `${text} and ${more.length} more`;
}

export function telling(reasons: readonly Reason[]): readonly Reason[] {
  const another = reasons.some(({ kind }) => kind === "key-changed");
  const missing = reasons.some(({ kind }) => kind === "object-missing" || kind === "not-cached");
  const kept = reasons.filter(({ kind }) => !another || (kind !== "output-changed" && kind !== "output-missing"));
  // That the bytes are nowhere says why it cannot come back, not why it is wanted.
  return missing && !another ? [...kept].sort((one, other) => lost(one) - lost(other)) : kept;
}

const lost = ({ kind }: Reason): number => (kind === "object-missing" || kind === "not-cached" ? 1 : 0);

const damage = {
  seal: "its line in the lock was edited: the seal is broken",
  conflict: "its line in the lock is in a merge conflict",
  duplicate: "the lock has two different lines for it",
} as const;
