import type { S3Client } from "@aws-sdk/client-s3";
import type { RemoteConfig } from "../../config/config.ts";
import type { Platform } from "../../platform/platform.ts";
import { quietSdk } from "../../platform/quiet-sdk.ts";
import { gatherAll } from "./gather-all.ts";
import { inParallel } from "./in-parallel.ts";
import { Passing, retrying } from "./retry.ts";
import { isExpired, s3Failure } from "./s3-failure.ts";
import { S3Upload } from "./s3-upload.ts";
import { resumable, usualStall, watchStall } from "./stall.ts";
import { type ByteRange, type ByteStream, type LargeFile, RemoteFailure, type Transport } from "./transport.ts";

export type Sdk = typeof import("@aws-sdk/client-s3");

export interface S3Request {
  readonly remote: RemoteConfig;
  readonly platform: Platform;
  readonly signal: AbortSignal;
  /** Milliseconds without a byte. */
  readonly stall?: number;
}

/** S3, or what speaks like it. Credentials, region and retries are the SDK's: found as the AWS tools find them. */
export class S3Transport implements Transport {
  readonly shown: string;
  readonly #sdk: Sdk;
  readonly #request: S3Request;
  readonly #bucket: string;
  readonly #prefix: string;
  #client: S3Client;
  /** Whether the server knows `If-None-Match: *`; many that are like S3 do not. */
  #conditional = true;

  static async open(request: S3Request): Promise<S3Transport> {
    quietSdk();
    return new S3Transport(request, await import("@aws-sdk/client-s3"));
  }

  private constructor(request: S3Request, sdk: Sdk) {
    const { host, pathname } = new URL(request.remote.url);
    const path = decodeURIComponent(pathname).replace(/^\/+|\/+$/g, "");
    this.#sdk = sdk;
    this.#request = request;
    this.#bucket = host;
    this.#prefix = path === "" ? "" : `${path}/`;
    this.shown = `s3://${host}${path === "" ? "" : `/${path}`}`;
    this.#client = this.#newClient();
  }

  read(name: string, range?: ByteRange): Promise<Buffer | undefined> {
    if (range?.length === 0) return Promise.resolve(Buffer.alloc(0));
    const Range = range === undefined ? {} : { Range: `bytes=${range.offset}-${range.offset + range.length - 1}` };
    return this.#trying(async () => {
      const got = await this.#get(name, Range);
      return got && gatherAll(got.chunks, range?.length);
    });
  }

  async stream(name: string, offset: number): Promise<ByteStream | undefined> {
    const size = await this.size(name);
    if (size === undefined) return undefined;
    const open = async (at: number): Promise<AsyncIterable<Uint8Array>> => {
      const got = await this.#trying(() => this.#get(name, at === 0 ? {} : { Range: `bytes=${at}-` }));
      if (got === undefined) throw new RemoteFailure("broken", `${name} went away while it was read`);
      return got.chunks;
    };
    return { size, chunks: asFailure(resumable({ open, offset, size })) };
  }

  size(name: string): Promise<number | undefined> {
    return this.#asking(async (signal) => {
      const { ContentLength } = await this.#client.send(new this.#sdk.HeadObjectCommand(this.#place(name)), { abortSignal: signal });
      return ContentLength ?? 0;
    });
  }

  async write(name: string, bytes: Uint8Array, { replace = false } = {}): Promise<void> {
    const put = async (signal: AbortSignal): Promise<true> => {
      const condition = !replace && this.#conditional ? { IfNoneMatch: "*" } : {};
      const command = new this.#sdk.PutObjectCommand({ ...this.#place(name), Body: bytes, ...condition });
      try {
        await this.#client.send(command, { abortSignal: signal });
      } catch (error) {
        const status = statusOf(error);
        // Somebody else was quicker with the same bytes.
        if (status === 412) return true;
        if (status !== 501 || !this.#conditional) throw error;
        this.#conditional = false;
        return put(signal);
      }
      return true;
    };
    if ((await this.#asking(put, bytes.length)) === undefined) throw new RemoteFailure("refused", `${this.shown} answers 404 to a PUT`);
  }

  async writeFile(name: string, file: LargeFile): Promise<void> {
    const { disk } = this.#request.platform;
    const upload = new S3Upload({
      sdk: this.#sdk,
      place: this.#place(name),
      file,
      disk,
      ask: (work, bytes) => this.#asking(work, bytes),
      client: () => this.#client,
    });
    await upload.send();
    if ((await this.size(name)) !== file.size) throw new RemoteFailure("broken", `${name} did not arrive whole`);
  }

  async list(prefix: string): Promise<ReadonlySet<string>> {
    const names = new Set<string>();
    // Of digests: sixteen lists side by side.
    const starts = [..."0123456789abcdef"].map((digit) => `${this.#prefix}${prefix}${digit}`);
    await inParallel(starts, { limit: 8, work: (start) => this.#listFrom(start, names) });
    return names;
  }

  async #listFrom(Prefix: string, names: Set<string>): Promise<void> {
    let token: string | undefined;
    do {
      const page = await this.#asking(async (signal) =>
        this.#client.send(
          new this.#sdk.ListObjectsV2Command({ Bucket: this.#bucket, Prefix, ...(token !== undefined && { ContinuationToken: token }) }),
          { abortSignal: signal },
        ),
      );
      for (const { Key } of page?.Contents ?? []) if (Key !== undefined) names.add(Key.slice(this.#prefix.length));
      token = page?.NextContinuationToken;
    } while (token !== undefined);
  }

  async #get(name: string, range: { readonly Range?: string }): Promise<{ readonly chunks: AsyncIterable<Uint8Array> } | undefined> {
    const stall = watchStall(this.#request.signal, this.#stall);
    try {
      const got = await this.#client.send(new this.#sdk.GetObjectCommand({ ...this.#place(name), ...range }), {
        abortSignal: stall.signal,
      });
      return { chunks: this.#watched(got.Body as AsyncIterable<Uint8Array>, stall) };
    } catch (error) {
      stall.end();
      return this.#absentOr(error, stall.stalled());
    }
  }

  async *#watched(body: AsyncIterable<Uint8Array>, stall: ReturnType<typeof watchStall>): AsyncIterable<Uint8Array> {
    const stop = (): void => void (body as { destroy?: () => void }).destroy?.();
    stall.signal.addEventListener("abort", stop);
    try {
      for await (const chunk of body) {
        stall.alive();
        yield chunk;
      }
      this.#request.signal.throwIfAborted();
      if (stall.stalled()) throw new Passing(`${this.shown} sends nothing more`);
    } catch (error) {
      this.#request.signal.throwIfAborted();
      if (error instanceof Passing || error instanceof RemoteFailure) throw error;
      throw new Passing(`${this.shown} was cut off: ${error instanceof Error ? error.message : error}`);
    } finally {
      stall.signal.removeEventListener("abort", stop);
      stall.end();
    }
  }

  /** `undefined`: nothing has that name. */
  async #asking<Value>(work: (signal: AbortSignal) => Promise<Value>, bytes = 0): Promise<Value | undefined> {
    return this.#trying(async () => {
      // Of what is sent, arrival is not seen: time for a slow line.
      const stall = watchStall(this.#request.signal, this.#stall + bytes / slowestBytes);
      try {
        return await work(stall.signal);
      } catch (error) {
        return this.#absentOr(error, stall.stalled());
      } finally {
        stall.end();
      }
    });
  }

  async #absentOr(error: unknown, stalled: boolean): Promise<undefined> {
    this.#request.signal.throwIfAborted();
    if (stalled) throw new Passing(`${this.shown} does not answer`);
    if (error instanceof RemoteFailure || error instanceof Passing) throw error;
    const status = statusOf(error);
    const name = error instanceof Error ? error.name : "";
    if (status === 404 && name !== "NoSuchBucket" && name !== "NoSuchUpload") return undefined;
    if (isExpired(error)) {
      // Asks for them anew, where they come from.
      this.#client = this.#newClient();
      throw new Passing(`the credentials for ${this.shown} have expired`);
    }
    throw s3Failure(error, { shown: this.shown, variables: this.#request.platform.environment.variables });
  }

  #trying<Value>(work: () => Promise<Value>): Promise<Value> {
    return retrying({ clock: this.#request.platform.clock, signal: this.#request.signal }, work);
  }

  get #stall(): number {
    return this.#request.stall ?? usualStall;
  }

  #place(name: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.#bucket, Key: this.#prefix + name };
  }

  #newClient(): S3Client {
    const { remote, platform } = this.#request;
    const { variables } = platform.environment;
    const endpoint = remote.endpoint ?? variables.AWS_ENDPOINT_URL_S3 ?? variables.AWS_ENDPOINT_URL;
    const region =
      remote.region ?? variables.AWS_REGION ?? variables.AWS_DEFAULT_REGION ?? (endpoint === undefined ? undefined : "us-east-1");
    return new this.#sdk.S3Client({
      ...(region !== undefined && { region }),
      ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
      ...(remote.profile !== undefined && { profile: remote.profile }),
      maxAttempts: 4,
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
      followRegionRedirects: true,
    });
  }
}

/** Bytes a millisecond: 50 kB a second. */
const slowestBytes = 50;

function statusOf(error: unknown): number | undefined {
  const { $metadata, $response } = error as { $metadata?: { httpStatusCode?: number }; $response?: { statusCode?: number } };
  return $metadata?.httpStatusCode ?? $response?.statusCode;
}

async function* asFailure(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    throw error instanceof Passing ? new RemoteFailure("broken", error.message) : error;
  }
}
