import type { PullReport } from "../data/pull.ts";
import type { PushReport } from "../data/push.ts";
import { byteCount } from "../key/byte-count.ts";

/** What a push did, for people. */
export function renderPush(report: PushReport): string {
  const { objects, bytes, there, results, missing, dryRun } = report;
  const done = dryRun ? "would be sent to" : "sent to";
  const lines = [
    objects === 0
      ? `${report.remote}: all ${there} objects are there`
      : `${objects} objects, ${byteCount(bytes)}, ${done} ${report.remote}; ${there} were there`,
    results === undefined
      ? "no results by key: MILLRACE_SIGNING_KEY is not set, so other machines fetch only what the lock names"
      : results > 0
        ? `${results} signed results ${done} ${report.remote}`
        : undefined,
    ...missing.map((name) => `not sent, since it is neither here nor there: ${name}`),
  ];
  return text(lines);
}

/** What a pull did, for people. */
export function renderPull({ remote, brought, here, missing, written, dryRun }: PullReport): string {
  return text([
    brought.length === 0 && missing.length === 0 ? `all of it is here already` : undefined,
    brought.length > 0 ? `${dryRun ? "would be fetched" : "fetched"} from ${remote}: ${brought.join(", ")}` : undefined,
    here.length > 0 && brought.length > 0 ? `${here.length} were here already` : undefined,
    written.length > 0 ? `written: ${written.join(", ")}` : undefined,
    ...missing.map((name) => `neither here nor on ${remote}: ${name}`),
  ]);
}

const text = (lines: readonly (string | undefined)[]): string =>
  lines.flatMap((line) => (line === undefined ? [] : [`${line}\n`])).join("");
