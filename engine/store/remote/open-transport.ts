import type { RemoteConfig } from "../../config/config.ts";
import type { Platform } from "../../platform/platform.ts";
import { RemoteFailure, type Transport } from "./transport.ts";

export interface OpenRequest {
  readonly remote: RemoteConfig;
  readonly platform: Platform;
  readonly signal: AbortSignal;
  /** For a push. */
  readonly writing?: boolean;
}

/** What speaks to a remote; what it needs for that is loaded here and not before. */
export async function openTransport({ remote, platform, signal, writing = false }: OpenRequest): Promise<Transport> {
  if (/^[a-z0-9]+:\/\//.test(remote.url)) throw new RemoteFailure("refused", "only folders can be remotes");
  const { FolderTransport } = await import("./folder-transport.ts");
  return new FolderTransport({ disk: platform.disk, folder: remote.url, signal, writing });
}
