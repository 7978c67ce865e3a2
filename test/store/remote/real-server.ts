import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "../../temporary-folder.ts";
import { FaultyProxy } from "./faulty-proxy.ts";

interface S3rver {
  run(): Promise<{ readonly port: number }>;
  close(): Promise<void>;
}
const S3rver: new (options: object) => S3rver = createRequire(import.meta.url)("s3rver");

/** Its own, and no others are compared with it. */
export const s3rverKeys = { AWS_ACCESS_KEY_ID: "S3RVER", AWS_SECRET_ACCESS_KEY: "S3RVER" };

export interface RealServer {
  readonly proxy: FaultyProxy;
  /** How many objects it keeps. */
  readonly stored: () => number;
}

/** s3rver with an empty bucket, behind a proxy. */
export async function startRealServer(): Promise<RealServer> {
  const directory = temporaryFolder();
  const server = new S3rver({ port: 0, address: "127.0.0.1", silent: true, directory, configureBuckets: [{ name: "bucket" }] });
  const { port } = await server.run();
  onTestFinished(() => server.close());
  const stored = (): number =>
    readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith("_object")).length;
  return { proxy: await FaultyProxy.start(`http://127.0.0.1:${port}`), stored };
}
