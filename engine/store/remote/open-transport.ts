import type { RemoteConfig } from "../../config/config.ts";
import type { Platform } from "../../platform/platform.ts";
import type { Transport } from "./transport.ts";

export interface OpenRequest {
  readonly remote: RemoteConfig;
  readonly platform: Platform;
  readonly signal: AbortSignal;
  /** For a push. */
  readonly writing?: boolean;
}

/** What speaks to a remote; what it needs for that is loaded here and not before. */
export async function openTransport({ remote, platform, signal, writing = false }: OpenRequest): Promise<Transport> {
  if (/^s3:\/\//i.test(remote.url)) {
    const { S3Transport } = await import("./s3-transport.ts");
    return S3Transport.open({ remote, platform, signal });
  }
  if (/^https?:\/\//i.test(remote.url)) {
    const { HttpTransport } = await import("./http-transport.ts");
    return new HttpTransport({ url: remote.url, platform, signal });
  }
  const { FolderTransport } = await import("./folder-transport.ts");
  return new FolderTransport({ disk: platform.disk, folder: remote.url, signal, writing });
}
