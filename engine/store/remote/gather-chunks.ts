/** Bytes that are gathered before they are written. */
const flush = 1_048_576;

/** Chunks of a network are small, and each write opens the file. What had come before a cut is given before the cut is thrown. */
export async function* gatherChunks(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of chunks) {
      waiting.push(chunk);
      size += chunk.length;
      if (size < flush) continue;
      yield Buffer.concat(waiting);
      waiting = [];
      size = 0;
    }
  } catch (error) {
    if (size > 0) yield Buffer.concat(waiting);
    throw error;
  }
  if (size > 0) yield Buffer.concat(waiting);
}
