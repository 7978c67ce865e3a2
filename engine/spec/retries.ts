import type { Retries, RetryCause, SourceValue } from "./pipeline.ts";
import { durationInMilliseconds } from "./quantity.ts";
import { text, texts } from "./texts.ts";
import { entryOf } from "./tree-path.ts";

const words: readonly RetryCause[] = ["failure", "timeout", "memory"];

/** Milliseconds that a wait between two attempts grows to where nothing else is said. */
const usualLongest = 600_000;

export function retries(value: SourceValue | undefined): Retries {
  const at = (key: string) => text(entryOf(value, key)?.value)?.value;
  const milliseconds = (key: string): number | undefined => {
    const written = at(key);
    return written === undefined ? undefined : durationInMilliseconds(written);
  };
  const delay = milliseconds("delay") ?? 0;
  const on = texts(entryOf(value, "on")?.value).map(({ value: cause }) => words.find((word) => word === cause) ?? Number(cause));
  return {
    times: Number(at("times") ?? 0),
    delay,
    longest: milliseconds("longest") ?? Math.max(delay, usualLongest),
    on: on.length === 0 ? words : on,
  };
}
