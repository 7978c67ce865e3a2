import type { Platform } from "../../platform/platform.ts";
import { gatherAll, largestRead } from "./gather-all.ts";
import { Passing, retrying } from "./retry.ts";
import { shownUrl } from "./shown-url.ts";
import { resumable, usualStall, watchStall } from "./stall.ts";
import { type ByteRange, type ByteStream, type LargeFile, RemoteFailure, type Transport } from "./transport.ts";

export interface HttpRequest {
  /** May hold user and password. */
  readonly url: string;
  readonly platform: Platform;
  readonly signal: AbortSignal;
  /** Milliseconds without a byte. */
  readonly stall?: number;
}

/** Where a token for an HTTP remote is, as `HOST=TOKEN`: sent as `Authorization: Bearer` to that host alone, whatever a branch configures. */
export const tokenVariable = "MILLRACE_HTTP_TOKEN";

/** Bytes of a file that are sent at once. */
const piece = 1_048_576;

/** A web server that answers `GET`, `HEAD` and, for a push, `PUT` below one URL. It need not list what it has. */
export class HttpTransport implements Transport {
  readonly shown: string;
  readonly #base: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #platform: Platform;
  readonly #signal: AbortSignal;
  readonly #stall: number;

  constructor({ url, platform, signal, stall = usualStall }: HttpRequest) {
    const { username, password, host } = new URL(url);
    this.shown = shownUrl(url);
    this.#base = this.shown.replace(/\/*$/, "/");
    this.#platform = platform;
    this.#signal = signal;
    this.#stall = stall;
    this.#headers = authorization({ username, password, token: tokenFor(host, platform.environment.variables[tokenVariable]) });
  }

  read(name: string, range?: ByteRange): Promise<Buffer | undefined> {
    if (range?.length === 0) return Promise.resolve(Buffer.alloc(0));
    const headers = range === undefined ? {} : { range: `bytes=${range.offset}-${range.offset + range.length - 1}` };
    return this.#trying(async () => {
      const answer = await this.#ask(name, { method: "GET", headers });
      if (answer === undefined) return undefined;
      if (answer.status === 416) return drop(answer, Buffer.alloc(0));
      // A server may ignore the range and send all.
      const bytes = await gatherAll(answer.body, answer.status === 206 ? range?.length : largestRead);
      return range !== undefined && answer.status !== 206 ? bytes.subarray(range.offset, range.offset + range.length) : bytes;
    });
  }

  async stream(name: string, offset: number): Promise<ByteStream | undefined> {
    const first = await this.#trying(() => this.#open(name, offset));
    if (first === undefined) return undefined;
    const { size } = first;
    let opened: AsyncIterable<Uint8Array> | undefined = first.chunks;
    const open = async (at: number): Promise<AsyncIterable<Uint8Array>> => {
      const chunks = opened ?? (await this.#trying(() => this.#open(name, at)))?.chunks;
      opened = undefined;
      if (chunks === undefined) throw new RemoteFailure("broken", `${name} went away while it was read`);
      return chunks;
    };
    return { size, chunks: this.#asFailure(resumable({ open, offset, size })) };
  }

  size(name: string): Promise<number | undefined> {
    return this.#trying(async () => {
      const answer = await this.#ask(name, { method: "HEAD" });
      return answer === undefined ? undefined : drop(answer, Number(answer.headers.get("content-length") ?? 0));
    });
  }

  async write(name: string, bytes: Uint8Array): Promise<void> {
    await this.#trying(async () => {
      await this.#put(name, { method: "PUT", body: Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength) });
    });
  }

  async writeFile(name: string, file: LargeFile): Promise<void> {
    let told = 0;
    const tell = (sent: number): void => {
      if (sent <= told) return;
      file.onBytes(sent - told);
      told = sent;
    };
    await this.#trying(() => this.#put(name, { method: "PUT", body: this.#body(file, tell), duplex: "half" }));
  }

  #body({ path, size }: LargeFile, tell: (sent: number) => void): ReadableStream<Uint8Array> {
    const { disk } = this.#platform;
    let offset = 0;
    return new ReadableStream({
      pull: (controller) => {
        if (offset >= size) return controller.close();
        const bytes = disk.readAt(path, { offset, length: piece });
        offset += bytes.length;
        tell(offset);
        controller.enqueue(bytes);
      },
    });
  }

  async #put(name: string, init: RequestInit & { readonly duplex?: "half" }): Promise<void> {
    const answer = await this.#ask(name, init);
    if (answer === undefined)
      throw new RemoteFailure("refused", `PUT ${this.shown} is answered with 404`, "does the server take PUT below this URL?");
    await drop(answer, undefined);
  }

  async #open(name: string, offset: number): Promise<ByteStream | undefined> {
    const answer = await this.#ask(name, { method: "GET", headers: offset === 0 ? {} : { range: `bytes=${offset}-` } });
    if (answer === undefined) return undefined;
    const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+)$/.exec(answer.headers.get("content-range") ?? "");
    if (answer.status === 416) return drop(answer, { size: Number(range?.[2] ?? 0), chunks: none() });
    if (answer.status === 206 && Number(range?.[1]) === offset) return { size: Number(range?.[2]), chunks: answer.body };
    const size = Number(answer.headers.get("content-length") ?? Number.NaN);
    if (!Number.isSafeInteger(size)) throw new RemoteFailure("broken", `${this.shown} does not say how long what it sends is`);
    return { size, chunks: skip(answer.body, offset) };
  }

  /** `undefined`: 404. Whatever else is not what was asked for is thrown. */
  async #ask(name: string, init: RequestInit & { readonly duplex?: "half" }): Promise<Answer | undefined> {
    const stall = watchStall(this.#signal, this.#stall);
    try {
      const headers = { "accept-encoding": "identity", ...this.#headers, ...(init.headers as Record<string, string> | undefined) };
      const response = await fetch(new URL(name, this.#base), { ...init, headers, signal: stall.signal });
      const { status } = response;
      if (response.ok || status === 416) return { status, headers: response.headers, body: this.#watched(response, stall) };
      await response.body?.cancel();
      stall.end();
      if (status === 404 || status === 410) return undefined;
      if (status === 408 || status === 429 || status >= 500) throw new Passing(`${this.shown} answers ${status}`, retryAfter(response));
      const hint = `user and password in the URL (in .millrace/config.yaml, which is not committed), or a token in ${tokenVariable}`;
      throw new RemoteFailure("refused", `${this.shown} answers ${status}`, status === 401 || status === 403 ? hint : undefined);
    } catch (error) {
      stall.end();
      throw this.#passing(error, stall.stalled());
    }
  }

  async *#watched(response: Response, stall: ReturnType<typeof watchStall>): AsyncIterable<Uint8Array> {
    try {
      for await (const chunk of response.body ?? none()) {
        stall.alive();
        yield chunk;
      }
    } catch (error) {
      throw this.#passing(error, stall.stalled());
    } finally {
      stall.end();
    }
  }

  /** What the network does may pass; what the disk does, and Ctrl-C, is not its doing. */
  #passing(error: unknown, stalled: boolean): unknown {
    this.#signal.throwIfAborted();
    if (error instanceof RemoteFailure || error instanceof Passing) return error;
    if (stalled) return new Passing(`${this.shown} sends nothing more`);
    const cause = error instanceof TypeError && error.cause instanceof Error ? error.cause : error;
    return cause instanceof Error ? new Passing(`${this.shown} cannot be reached: ${cause.message || error}`) : error;
  }

  #trying<Value>(work: () => Promise<Value>): Promise<Value> {
    return retrying({ clock: this.#platform.clock, signal: this.#signal }, work);
  }

  async *#asFailure(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    try {
      yield* chunks;
    } catch (error) {
      throw error instanceof Passing ? new RemoteFailure("broken", error.message) : error;
    }
  }
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: AsyncIterable<Uint8Array>;
}

/** Reads what is left, so that the connection can be used again. */
async function drop<Value>({ body }: Answer, value: Value): Promise<Value> {
  for await (const _ of body);
  return value;
}

async function* none(): AsyncIterable<Uint8Array> {}

async function* skip(chunks: AsyncIterable<Uint8Array>, count: number): AsyncIterable<Uint8Array> {
  let left = count;
  for await (const chunk of chunks) {
    if (left < chunk.length) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}

function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}

interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly token: string | undefined;
}

/** A port that is not the usual one is part of the host. */
export const tokenFor = (host: string, variable = ""): string | undefined =>
  variable.startsWith(`${host}=`) ? variable.slice(host.length + 1) : undefined;

function authorization({ username, password, token }: Credentials): Readonly<Record<string, string>> {
  if (username !== "" || password !== "") {
    const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
  }
  return token === undefined || token === "" ? {} : { authorization: `Bearer ${token}` };
}
