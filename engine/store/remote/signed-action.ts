import type { Digest } from "../../platform/identity.ts";
import { actionText, parseActionText } from "../action-text.ts";
import type { ActionResult } from "../store.ts";
import type { Signing } from "./signature.ts";

/** The result of a key as it stands on a remote: the result on one line, its signature on the next. Signed are format, key and result. */
export function renderSigned(key: Digest, { result, signing }: { readonly result: ActionResult; readonly signing: Signing }): string {
  const text = actionText(result);
  return `${text}\n${signing.sign(signedText(key, text))}\n`;
}

export type SignedAction =
  | { readonly kind: "good"; readonly result: ActionResult; readonly by: "first" | "other" }
  /** Not signed, or by a key that is none of ours. */
  | { readonly kind: "bad" };

export function parseSigned(key: Digest, { file, signing }: { readonly file: string; readonly signing: Signing }): SignedAction {
  const [text = "", signature = ""] = file.split("\n");
  const by = signing.verify(signedText(key, text), signature);
  const result = by === undefined ? undefined : parseActionText(text);
  return by === undefined || result === undefined ? { kind: "bad" } : { kind: "good", result, by };
}

const signedText = (key: Digest, text: string): string => `millrace-action 1\n${key}\n${text}`;
