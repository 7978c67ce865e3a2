import type { PullReport } from "../data/pull.ts";
import type { PushReport } from "../data/push.ts";
import { byteCount } from "../key/byte-count.ts";
import { counted } from "./columns.ts";

/** What a push did, for people. */
export function renderPush(report: PushReport): string {
  const { remote, results = 0, unsigned, missing, dryRun } = report;
  const done = dryRun ? "would be sent to" : "sent to";
  return text([
    report.begun ? `${report.url} ${dryRun ? "is not there" : "was not there"}: a new remote, or a share that is not mounted` : undefined,
    sentWords(report, done),
    unsigned > 0
      ? "no results by key: MILLRACE_SIGNING_KEY holds no secret of 16 characters or more, so other machines fetch only what the lock names"
      : undefined,
    results > 0 ? `${counted(results, "signed result")} ${done} ${remote}` : undefined,
    ...missing.map((name) => `not sent, since neither the store nor ${remote} has it: ${name}`),
    missing.length > 0
      ? "what stands in the workspace enters the store by `millrace run`, data by `millrace add`; then push again"
      : undefined,
  ]);
}

function sentWords({ remote, objects, bytes, there, missing }: PushReport, done: string): string | undefined {
  if (objects > 0) return `${counted(objects, "object")}, ${byteCount(bytes)}, ${done} ${remote}; ${there} were there`;
  if (there > 0) return there === 1 ? `${remote}: it is there` : `${remote}: all ${there} objects are there`;
  return missing.length > 0 ? undefined : "nothing to send: the lock names no results yet, and nothing is pinned";
}

/** What a pull did, for people. */
export function renderPull({ remote, brought, here, missing, written, edited, dryRun }: PullReport): string {
  return text([
    brought.length === 0 && missing.length === 0
      ? here.length === 0
        ? "nothing to fetch: the lock names no results yet, and nothing is pinned"
        : "all of it is in the store already"
      : undefined,
    brought.length > 0 ? `${dryRun ? "would be fetched" : "fetched"} from ${remote}: ${brought.join(", ")}` : undefined,
    here.length > 0 && brought.length > 0 ? `${here.length} were here already` : undefined,
    written.length > 0 ? `written: ${written.join(", ")}` : undefined,
    edited.length > 0 ? `left as edited here: ${edited.join(", ")}` : undefined,
    ...missing.map((name) => `neither in the store nor on ${remote}: ${name}`),
  ]);
}

const text = (lines: readonly (string | undefined)[]): string =>
  lines.flatMap((line) => (line === undefined ? [] : [`${line}\n`])).join("");
