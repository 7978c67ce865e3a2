import type { Reason } from "../events/reason.ts";
import { unreachable } from "../platform/result.ts";
import { shortChange } from "./change.ts";
import { listed } from "./columns.ts";

/** Why a stage is not fresh, in a few words for half a line. */
export function shortReason(reason: Reason): string {
  switch (reason.kind) {
    case "no-record":
      return "no earlier result";
    case "record-damaged":
      return damage[reason.problem];
    case "key-changed": {
      // A command changes with the parameter that stands in it: the parameter is the news.
      const news = reason.changes.filter(
        ({ subject }) => subject !== "command" || !reason.changes.some((other) => other.subject === "param"),
      );
      const changes = news.map(shortChange);
      return changes.length === 0 ? "its key changed" : listed(changes, 2);
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
    case "forced":
      return "--force";
    case "upstream":
      return `input from ${listed(reason.stages, 3)}`;
    default:
      return unreachable(reason);
  }
}

/** All of them. Where the key has changed, it goes without saying that the outputs are those of another key. */
export function shortReasons(reasons: readonly Reason[]): string {
  const another = reasons.some(({ kind }) => kind === "key-changed");
  const telling = reasons.filter(({ kind }) => !another || (kind !== "output-changed" && kind !== "output-missing"));
  return listed(telling.map(shortReason), 3, "; ");
}

const damage = {
  seal: "its line in the lock was edited: the seal is broken",
  conflict: "its line in the lock is in a merge conflict",
  duplicate: "the lock has two different lines for it",
} as const;
