import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import { HttpTransport } from "../../../engine/store/remote/http-transport.ts";
import { S3Transport } from "../../../engine/store/remote/s3-transport.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import type { FakeServer } from "./fake-server.ts";
import type { Machine } from "./scene.ts";

export interface Opened {
  /** Milliseconds without a byte. */
  readonly stall?: number;
  readonly signal?: AbortSignal;
}

export const accessKey = "AKIAEXAMPLE";
export const secretKey = "very/secret+key";

/** The SDK finds its credentials in the environment of the process, and nothing of the machine's own. */
export function useCredentials(
  variables: Readonly<Record<string, string>> = { AWS_ACCESS_KEY_ID: accessKey, AWS_SECRET_ACCESS_KEY: secretKey },
): void {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "config"), "");
  const own = {
    AWS_CONFIG_FILE: join(folder, "config"),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "none"),
    AWS_EC2_METADATA_DISABLED: "true",
  };
  const unset = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, AWS_SESSION_TOKEN: undefined, AWS_PROFILE: undefined };
  for (const [name, value] of Object.entries({ ...unset, ...own, ...variables })) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
}

export function s3Remote(machine: Machine, { url }: Pick<FakeServer, "url">, opened: Opened = {}): Promise<S3Transport> {
  const remote = { name: "team", url: "s3://bucket/shared", trust: "write" as const, region: "eu-central-1", endpoint: url };
  return S3Transport.open({ remote, platform: machine.platform, signal: new AbortController().signal, ...opened });
}

export const httpRemote = (machine: Machine, { url }: Pick<FakeServer, "url">, opened: Opened = {}): HttpTransport =>
  new HttpTransport({ url: `${url}/shared`, platform: machine.platform, signal: new AbortController().signal, ...opened });
