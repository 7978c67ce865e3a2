import { digestOf } from "../../key/digest.ts";
import type { Digest } from "../../platform/identity.ts";
import type { Platform } from "../../platform/platform.ts";
import type { Store } from "../store.ts";
import { gatherAll } from "./gather-all.ts";
import { gatherChunks } from "./gather-chunks.ts";
import { objectName } from "./layout.ts";
import type { PartFiles } from "./part-files.ts";
import { type ByteStream, RemoteFailure, type Transport } from "./transport.ts";

/** Bytes: what is no larger is fetched into memory; what is larger into a file that a later call goes on with. */
const largestInMemory = 4_194_304;

export interface FetchRequest {
  readonly platform: Platform;
  readonly transport: Transport;
  readonly store: Store;
  readonly parts: PartFiles;
  readonly digest: Digest;
  /** Told of bytes that have come; negative where they turned out to be worth nothing. */
  readonly onBytes: (count: number) => void;
  readonly onSize: (size: number) => void;
}

/** `wrong`: bytes came that are not those of the digest. */
export type Fetched = "done" | "absent" | "wrong";

/** Brings one object that stands alone into the store, verified. */
export async function fetchObject(request: FetchRequest): Promise<Fetched> {
  const part = request.parts.claim(request.digest);
  const here = Number(request.platform.disk.stat(part)?.size ?? 0n);
  const first = await intoStore(request, { part, offset: here });
  // What was here of it may have been the wrong part.
  return first === "wrong" && here > 0 ? intoStore(request, { part, offset: 0 }) : first;
}

interface Part {
  readonly part: string;
  readonly offset: number;
}

async function intoStore(request: FetchRequest, { part, offset }: Part): Promise<Fetched> {
  const { platform, transport, store, parts, digest, onBytes, onSize } = request;
  const { disk } = platform;
  if (offset === 0) disk.remove("object", part);
  const stream = await transport.stream(objectName(digest), offset);
  if (stream === undefined) return "absent";
  onSize(stream.size);
  if (stream.size <= largestInMemory && offset === 0) return fromMemory(request, stream);
  onBytes(offset);
  let come = offset;
  let kept = false;
  try {
    for await (const bytes of gatherChunks(stream.chunks)) {
      disk.append("object", part, bytes);
      come += bytes.length;
      onBytes(bytes.length);
      // What is more than was said is none of it, and might never end.
      if (come > stream.size) break;
    }
    if (come < stream.size) throw new RemoteFailure("broken", `${objectName(digest)} was cut after ${come} of ${stream.size} bytes`);
    if (come === stream.size && (await store.adopt(digest, part))) return "done";
    onBytes(-come);
    return "wrong";
  } catch (error) {
    // The next call goes on.
    kept = true;
    onBytes(-come);
    throw error;
  } finally {
    if (kept) parts.release(digest, part);
    else disk.remove("object", part);
  }
}

async function fromMemory({ store, digest, onBytes }: FetchRequest, { chunks, size }: ByteStream): Promise<Fetched> {
  const bytes = await gatherAll(chunks, size);
  if (digestOf(bytes) !== digest) return "wrong";
  store.putBytes(bytes);
  onBytes(bytes.length);
  return "done";
}
