import type { RemoteFinding } from "../data/remote-status.ts";
import type { Verdict } from "../freshness/verdict.ts";
import type { StageId } from "../platform/identity.ts";
import { stateDetail } from "./status.ts";

export interface StatusParts {
  /** Pinned data. */
  readonly data?: readonly unknown[];
  /** Of `--remote`. */
  readonly remote?: { readonly name: string; readonly url: string; readonly contents: readonly RemoteFinding[] };
}

/** `status --json`: one document. */
export function statusDocument(verdicts: ReadonlyMap<StageId, Verdict>, { data = [], remote }: StatusParts = {}): string {
  const stages = [...verdicts].map(([stage, { state, reasons, ...rest }]) => ({ stage, state, reasons, ...rest }));
  return `${JSON.stringify({ stages, ...(data.length > 0 && { data }), ...(remote !== undefined && { remote }) }, undefined, 2)}\n`;
}

/** `status --porcelain`: `STATE`, `STAGE` and `REASON` between tabs, a line a stage. The three columns and the words of the first stay what they are. */
export function statusLines(verdicts: ReadonlyMap<StageId, Verdict>): string {
  return [...verdicts].map(([stage, verdict]) => `${verdict.state}\t${stage}\t${oneLine(stateDetail(verdict))}\n`).join("");
}

const oneLine = (text: string): string => text.replace(/[\p{Cc}]+/gu, " ");
