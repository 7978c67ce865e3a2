import { join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Following } from "../events/transfer.ts";
import { digestOf } from "../key/digest.ts";
import type { Entry } from "../key/entry.ts";
import type { PinOrigin } from "../lock/pin.ts";
import { asDigest } from "../platform/identity.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { gatherChunks } from "../store/remote/gather-chunks.ts";
import type { ProjectData } from "./project-data.ts";

export interface FetchRequest extends Following {
  readonly url: string;
  /** Of what is here: asks whether there is anything new. */
  readonly etag?: string;
}

export interface FetchedUrl {
  readonly entry: Entry;
  readonly origin: PinOrigin;
}

/** Milliseconds without a byte. */
const patience = 60_000;
const mostTries = 4;

/**
 * Fetches a URL into the store. What has come stands in the store's `fetching/` until all has, beside a note of what it is a part of:
 * a second call goes on there, and begins anew where the server has something else by now.
 */
export async function fetchUrl(data: ProjectData, request: FetchRequest): Promise<Result<FetchedUrl | "unchanged", Diagnostic>> {
  // Where a rename makes an object of it: the project may be on another file system.
  const folder = join(data.config.store.folder, "fetching");
  data.platform.disk.makeDirectory("remote", folder);
  const part = join(folder, `${digestOf(`${data.projectRoot}\n${request.url}`).slice(0, 32)}.part`);
  for (let attempt = 1; ; attempt += 1) {
    const tried = await tryOnce(data, { ...request, part });
    if (tried.kind === "done") return success(tried.fetched);
    if (tried.kind === "unchanged") return success("unchanged");
    if (tried.kind === "refused" || attempt === mostTries) return failure(fetchFailed(request.url, tried));
  }
}

type Tried =
  | { readonly kind: "done"; readonly fetched: FetchedUrl }
  | { readonly kind: "unchanged" }
  /** The server does not want to, and would not a second time. */
  | { readonly kind: "refused" | "broken"; readonly why: string };

interface Note {
  /** `ETag`, else `Last-Modified`. */
  readonly validator: string;
}

async function tryOnce(data: ProjectData, request: FetchRequest & { readonly part: string }): Promise<Tried> {
  const { disk } = data.platform;
  const { url, part, etag, signal } = request;
  const note = readNote(data, part);
  const here = note === undefined ? 0 : Number(disk.stat(part)?.size ?? 0n);
  const headers: Record<string, string> = { "accept-encoding": "identity" };
  if (here > 0 && note !== undefined) Object.assign(headers, { range: `bytes=${here}-`, "if-range": note.validator });
  else if (etag !== undefined) headers["if-none-match"] = etag;
  const stalled = new AbortController();
  let timer = setTimeout(() => stalled.abort(), patience);
  const alive = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => stalled.abort(), patience);
  };
  try {
    const response = await fetch(url, {
      headers,
      redirect: "follow",
      signal: AbortSignal.any([stalled.signal, ...(signal === undefined ? [] : [signal])]),
    });
    if (response.status === 304) return { kind: "unchanged" };
    if (response.status === 416) {
      forget(data, part);
      return { kind: "broken", why: "the server has less of it now than had come before" };
    }
    if (!response.ok) {
      const why = `the server answered ${response.status}${response.statusText === "" ? "" : ` ${response.statusText}`}`;
      return { kind: response.status >= 500 || response.status === 429 ? "broken" : "refused", why };
    }
    if (response.status === 206 && !goesOnAt(response, here)) {
      forget(data, part);
      return { kind: "broken", why: "the server sent another part than was asked for" };
    }
    return await receive(data, { ...request, response, here: response.status === 206 ? here : 0, alive });
  } catch (error) {
    if (signal?.aborted === true) throw signal.reason;
    if (error instanceof Error && "syscall" in error && !("cause" in error) && isOfDisk(error)) throw error;
    return { kind: "broken", why: stalled.signal.aborted ? `no byte came for ${patience / 1000} s` : reasonOf(error) };
  } finally {
    clearTimeout(timer);
  }
}

interface Receiving extends FetchRequest {
  readonly part: string;
  readonly response: Response;
  /** Bytes that had come before, which the answer goes on from. */
  readonly here: number;
  readonly alive: () => void;
}

async function receive(data: ProjectData, { url, part, response, here, alive, onTransfer }: Receiving): Promise<Tried> {
  const { disk } = data.platform;
  if (here === 0) forget(data, part);
  const strong = strongEtag(response);
  const validator = strong ?? response.headers.get("last-modified") ?? undefined;
  // Parts of what is compressed on its way are no parts of the bytes.
  if (validator !== undefined && response.headers.get("content-encoding") === null)
    disk.replace("remote", `${part}.note`, JSON.stringify({ validator } satisfies Note));
  const announced = response.headers.get("content-length");
  const all = announced === null || response.headers.get("content-encoding") !== null ? undefined : here + Number(announced);
  let come = here;
  const report = (): void =>
    onTransfer?.({ doing: "fetch", files: 0, allFiles: 1, bytes: come, ...(all !== undefined && { allBytes: all }) });
  report();
  disk.append("remote", part, "");
  for await (const bytes of gatherChunks(response.body ?? [])) {
    alive();
    disk.append("remote", part, bytes);
    come += bytes.length;
    report();
  }
  if (all !== undefined && come !== all) return { kind: "broken", why: `${come} of ${all} bytes came` };
  const digest = asDigest(await disk.hash(part));
  if (!(await data.store.adopt(digest, part))) return { kind: "broken", why: "the bytes on the disk were not those that had come" };
  forget(data, part);
  const etag = response.headers.get("etag") ?? undefined;
  return { kind: "done", fetched: { entry: { digest, shape: "file" }, origin: { url, ...(etag !== undefined && { etag }) } } };
}

const goesOnAt = ({ headers }: Response, offset: number): boolean =>
  headers.get("content-encoding") === null && headers.get("content-range")?.startsWith(`bytes ${offset}-`) === true;

/** A weak one does not promise the same bytes. */
function strongEtag({ headers }: Response): string | undefined {
  const etag = headers.get("etag");
  return etag === null || etag.startsWith("W/") ? undefined : etag;
}

function readNote({ platform: { disk } }: ProjectData, part: string): Note | undefined {
  if (disk.stat(`${part}.note`) === undefined) return undefined;
  try {
    const note: Note = JSON.parse(disk.read(`${part}.note`).toString("utf8"));
    return typeof note.validator === "string" ? note : undefined;
  } catch {
    return undefined;
  }
}

function forget({ platform: { disk } }: ProjectData, part: string): void {
  disk.remove("remote", part);
  disk.remove("remote", `${part}.note`);
}

const isOfDisk = (error: Error & { syscall?: unknown }): boolean =>
  ["open", "write", "close", "rename", "copyfile", "mkdir", "unlink"].includes(String(error.syscall));

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error ? cause.message : error.message;
}

const fetchFailed = (url: string, { kind, why }: Tried & { readonly why: string }): Diagnostic => ({
  code: "fetch-failed",
  severity: "error",
  message: `${withoutSecret(url)} could not be fetched`,
  why,
  hint: kind === "refused" ? "look at the address, and at who may read it" : "the same command goes on where this one stopped",
});

/** Without user, password and query, which may hold a token. */
function withoutSecret(url: string): string {
  const parsed = URL.parse?.(url) ?? new URL(url);
  return `${parsed.origin}${parsed.pathname}`;
}
