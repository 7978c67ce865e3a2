import { createHmac, timingSafeEqual } from "node:crypto";
import type { Platform } from "../../platform/platform.ts";

/** Where the keys are: separated by commas or white space. The first one signs, all of them verify, so that a key can be exchanged. */
export const signingVariable = "MILLRACE_SIGNING_KEY";
/** Characters; a shorter one could be guessed. */
export const shortestKey = 16;

/** Who may say what the result of a key is: whoever has a signing key. */
export interface Signing {
  readonly sign: (text: string) => string;
  /** `first`: by the key that signs today; `other`: by another one that counts. */
  readonly verify: (text: string, signature: string) => "first" | "other" | undefined;
}

/** `undefined` where no key is set; keys that are too short do not count. */
export function readSigning({ environment }: Pick<Platform, "environment">): Signing | undefined {
  const keys = (environment.variables[signingVariable] ?? "").split(/[\s,]+/).filter((key) => key.length >= shortestKey);
  const [first] = keys;
  if (first === undefined) return undefined;
  return {
    sign: (text) => signatureOf(first, text),
    verify: (text, signature) => {
      const index = keys.findIndex((key) => sameText(signatureOf(key, text), signature));
      if (index < 0) return undefined;
      return index === 0 ? "first" : "other";
    },
  };
}

const signatureOf = (key: string, text: string): string => `hmac-sha256:${createHmac("sha256", key).update(text).digest("hex")}`;

function sameText(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
