import type { OnTransfer } from "../events/transfer.ts";
import type { Entry } from "../key/entry.ts";
import type { Digest } from "../platform/identity.ts";
import type { ActionResult } from "./store.ts";

/**
 * Where bytes and results may come from that the store lacks: a remote. What comes is verified before it enters the store.
 * Whatever goes wrong is told as a warning, once, and means "not there".
 */
export interface BytesSource {
  /** The result of a key, its signature checked; it is remembered in the store. */
  recall(key: Digest): Promise<ActionResult | undefined>;
  /** The same, and nothing is remembered. */
  look(key: Digest): Promise<ActionResult | undefined>;
  /** Brings the bytes of these into the store, folders with all that is in them; `false` where not all could be had. */
  bring(entries: readonly Entry[], onTransfer?: OnTransfer): Promise<boolean>;
  /** Brings the listing of a folder alone, so that one file of it can be named. */
  bringTree(digest: Digest): Promise<boolean>;
  /** Which of these, with all that is in them, could be brought. Asks and brings nothing but listings of folders. */
  holds(entries: readonly Entry[]): Promise<readonly boolean[]>;
  /** Whether something that it was asked got no answer: then "not there" means nothing. */
  isSilent(): boolean;
}
