import { dirname, join } from "node:path";
import { digestOf } from "../key/digest.ts";
import type { Disk } from "../platform/disk.ts";
import type { Digest } from "../platform/identity.ts";
import { actionText, parseActionText } from "./action-text.ts";
import type { ActionResult } from "./store.ts";
import type { StoreUse } from "./store-use.ts";

/** The newest success of each key, `actions/ab/cdef….json`, sealed: a torn or edited one is no result. */
export class Actions {
  readonly #disk: Disk;
  readonly #folder: string;
  readonly #use: StoreUse | undefined;

  constructor({ disk, folder, use }: { readonly disk: Disk; readonly folder: string; readonly use?: StoreUse | undefined }) {
    this.#disk = disk;
    this.#folder = folder;
    this.#use = use;
  }

  recall(key: Digest): ActionResult | undefined {
    const path = this.#path(key);
    if (this.#disk.stat(path)?.type !== "file") return undefined;
    this.#use?.used(path);
    return parseAction(key, this.#disk.read(path).toString("utf8"));
  }

  remember(key: Digest, result: ActionResult): void {
    this.#disk.makeDirectory("action", dirname(this.#path(key)));
    this.#disk.replace("action", this.#path(key), renderAction(key, result));
  }

  #path(key: Digest): string {
    return join(this.#folder, key.slice(0, 2), `${key.slice(2)}.json`);
  }
}

function renderAction(key: Digest, result: ActionResult): string {
  const text = actionText(result);
  return `${text}\n${sealOf(key, text)}\n`;
}

const sealOf = (key: Digest, text: string): string => digestOf(`${key}\n${text}`);

function parseAction(key: Digest, file: string): ActionResult | undefined {
  const [text, seal] = file.split("\n");
  return text === undefined || seal !== sealOf(key, text) ? undefined : parseActionText(text);
}
