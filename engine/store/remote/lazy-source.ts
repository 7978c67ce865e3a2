import type { RemoteConfig } from "../../config/config.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Digest } from "../../platform/identity.ts";
import type { Platform } from "../../platform/platform.ts";
import type { BytesSource } from "../bytes-source.ts";
import type { Store } from "../store.ts";
import { storedTree } from "../tree-members.ts";

export interface LazySourceRequest {
  readonly remote: RemoteConfig;
  readonly platform: Platform;
  readonly store: Store;
  /** Absolute. */
  readonly storeFolder: string;
  readonly signal: AbortSignal;
  readonly notify: (diagnostic: Diagnostic) => void;
  /** Requests at a time. */
  readonly jobs?: number | undefined;
}

/** A remote that costs nothing before it is asked something. */
export function lazySource(request: LazySourceRequest): BytesSource {
  let opened: Promise<BytesSource> | undefined;
  let source: BytesSource | undefined;
  // Listings that are here cost nothing, and may still name what must be fetched.
  const folders = new Set<Digest>();
  const open = (): Promise<BytesSource> => {
    opened ??= openSource(request, folders).then((ready) => {
      source = ready;
      return ready;
    });
    return opened;
  };
  return {
    recall: async (key) => (await open()).recall(key),
    look: async (key) => (await open()).look(key),
    bring: async (entries, onTransfer) => (await open()).bring(entries, onTransfer),
    bringTree: async (digest) => {
      folders.add(digest);
      return storedTree(request.store, digest) !== undefined || (await open()).bringTree(digest);
    },
    holds: async (entries) => (await open()).holds(entries),
    isSilent: () => source?.isSilent() ?? false,
  };
}

async function openSource({ remote, platform, signal, ...request }: LazySourceRequest, folders: Set<Digest>): Promise<BytesSource> {
  const [{ openTransport }, { RemoteSource }, { readSigning }] = await Promise.all([
    import("./open-transport.ts"),
    import("./remote-source.ts"),
    import("./signature.ts"),
  ]);
  const transport = await openTransport({ remote, platform, signal });
  return new RemoteSource({ ...request, folders, name: remote.name, platform, transport, signing: readSigning(platform) });
}
