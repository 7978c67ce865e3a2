import type { RemoteConfig } from "../config/config.ts";
import { digestOf } from "../key/digest.ts";
import type { Platform } from "../platform/platform.ts";
import { objectName } from "../store/remote/layout.ts";
import { openTransport } from "../store/remote/open-transport.ts";
import { RemoteFailure } from "../store/remote/transport.ts";

export interface CheckRequest {
  readonly remote: RemoteConfig;
  readonly platform: Platform;
  readonly signal: AbortSignal;
}

const probe = Buffer.from("millrace remote check\n");

/** Throws a `RemoteFailure` that says what is wrong. */
export async function checkRemote({
  remote,
  platform,
  signal,
}: CheckRequest): Promise<{ readonly url: string; readonly written: boolean }> {
  const mayWrite = remote.trust === "write";
  const transport = await openTransport({ remote, platform, signal, writing: mayWrite });
  const name = objectName(digestOf(probe));
  await transport.size(name);
  if (!mayWrite) return { url: transport.shown, written: false };
  await transport.write(name, probe, { replace: true });
  if ((await transport.read(name))?.equals(probe) !== true)
    throw new RemoteFailure("broken", "what was written does not come back as it was");
  return { url: transport.shown, written: true };
}
