import type { RemoteConfig } from "../../config/config.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Platform } from "../../platform/platform.ts";
import type { BytesSource } from "../bytes-source.ts";
import type { Store } from "../store.ts";

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
  const open = (): Promise<BytesSource> => {
    opened ??= openSource(request).then((ready) => {
      source = ready;
      return ready;
    });
    return opened;
  };
  return {
    recall: async (key) => (await open()).recall(key),
    look: async (key) => (await open()).look(key),
    bring: async (entries, onTransfer) => (await open()).bring(entries, onTransfer),
    bringTree: async (digest) => (await open()).bringTree(digest),
    holds: async (entries) => (await open()).holds(entries),
    isSilent: () => source?.isSilent() ?? false,
  };
}

async function openSource({ remote, platform, signal, ...request }: LazySourceRequest): Promise<BytesSource> {
  const [{ openTransport }, { RemoteSource }, { readSigning }] = await Promise.all([
    import("./open-transport.ts"),
    import("./remote-source.ts"),
    import("./signature.ts"),
  ]);
  const transport = await openTransport({ remote, platform, signal });
  return new RemoteSource({ ...request, name: remote.name, platform, transport, signing: readSigning(platform) });
}
