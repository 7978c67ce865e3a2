import increment from "semver/functions/inc.js";
import type { ModelVersion } from "./model-version.ts";

export const increments = { "next-patch": "patch", "next-minor": "minor", "next-major": "major" } as const;
export type Increment = keyof typeof increments;

export const isIncrement = (version: string): version is Increment => version in increments;

/** After the latest of `taken`; from none 0.0.1, 0.1.0 or 1.0.0. */
export function nextVersion(step: Increment, taken: readonly Pick<ModelVersion, "version">[]): string {
  const latest = taken[0]?.version ?? "0.0.0";
  const next = increment(latest, increments[step]);
  if (next === null) throw new Error(`${latest} has no ${step}`);
  return next;
}
