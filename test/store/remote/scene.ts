import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Diagnostic } from "../../../engine/diagnostics/diagnostic.ts";
import { readContent } from "../../../engine/key/content.ts";
import type { Entry } from "../../../engine/key/entry.ts";
import { StatCache } from "../../../engine/key/stat-cache.ts";
import { nodePlatform } from "../../../engine/platform/node-platform.ts";
import type { Platform } from "../../../engine/platform/platform.ts";
import { openStore } from "../../../engine/store/local-store.ts";
import { FolderTransport } from "../../../engine/store/remote/folder-transport.ts";
import { RemoteSource } from "../../../engine/store/remote/remote-source.ts";
import { type SendRequest, type Sent, send } from "../../../engine/store/remote/send.ts";
import { readSigning } from "../../../engine/store/remote/signature.ts";
import type { Transport } from "../../../engine/store/remote/transport.ts";
import type { Store } from "../../../engine/store/store.ts";
import { quickFolder } from "../../quick-folder.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

/** One of the machines that share a remote. */
export class Machine {
  readonly folder: string;
  readonly platform: Platform;
  readonly store: Store;
  readonly told: Diagnostic[] = [];

  constructor(options: { readonly variables?: Record<string, string>; readonly platform?: Partial<Platform> } = {}) {
    this.folder = temporaryFolder({ within: quickFolder });
    const machine = { ...nodePlatform(), ...options.platform };
    this.platform = { ...machine, environment: { ...machine.environment, variables: options.variables ?? {} } };
    const { disk, clock, environment } = this.platform;
    const reader = { disk, statCache: new StatCache({ disk, clock, file: join(this.folder, "stats.bin") }) };
    this.store = openStore({ reader, folder: this.storeFolder, processId: environment.processId, onCorrupt: () => undefined });
  }

  get storeFolder(): string {
    return join(this.folder, "store");
  }

  /** Puts a file, or a folder of files, into the store. */
  async keep(content: string | Buffer | Readonly<Record<string, string | Buffer>>): Promise<Entry> {
    const path = join(this.folder, `content-${this.#contents++}`);
    if (typeof content === "string" || Buffer.isBuffer(content)) writeFileSync(path, content);
    else for (const [name, bytes] of Object.entries(content)) writeInto(join(path, name), bytes);
    const { disk, clock } = this.platform;
    const statCache = new StatCache({ disk, clock, file: join(this.folder, "stats.bin") });
    const entry = await readContent({ disk, statCache }, { path });
    if (entry === undefined || !(await this.store.put(entry, path)).ok) throw new Error(`${path} was not stored`);
    return entry;
  }

  source(transport: Transport): RemoteSource {
    const { platform, store, storeFolder } = this;
    const notify = (diagnostic: Diagnostic): void => void this.told.push(diagnostic);
    return new RemoteSource({ name: "team", transport, platform, store, storeFolder, signing: readSigning(platform), notify });
  }

  push(transport: Transport, entries: readonly Entry[], options: Partial<SendRequest> = {}): Promise<Sent> {
    return send({ transport, store: this.store, entries, jobs: 4, resend: false, dryRun: false, ...options });
  }

  folderRemote(folder: string, { writing = false } = {}): FolderTransport {
    return new FolderTransport({ disk: this.platform.disk, folder, signal: new AbortController().signal, writing });
  }

  #contents = 0;
}

function writeInto(path: string, bytes: string | Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

/** So many small files, in folders of a hundred. */
export const manyFiles = (count: number, text = "file"): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${Math.floor(index / 100)}/${index}.txt`, `${text} ${index}\n`]));
