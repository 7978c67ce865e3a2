import { RemoteFailure } from "./transport.ts";

/** Bytes: more than the index of a pack of two million files. */
export const largestRead = 268_435_456;

/** The chunks as one. A server that sends more than it may is not listened to for longer: memory would hold all of it. */
export async function gatherAll(chunks: AsyncIterable<Uint8Array>, most = largestRead): Promise<Buffer> {
  const gathered: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > most) throw new RemoteFailure("broken", `more than the ${most} bytes that were to come were sent`);
    gathered.push(chunk);
  }
  return Buffer.concat(gathered, size);
}
