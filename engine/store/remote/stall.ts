import { Passing } from "./retry.ts";

/** Milliseconds without a byte after which a connection counts as dead. */
export const usualStall = 30_000;

export interface Stall {
  /** Aborted with the outer one, or when nothing has come for too long. */
  readonly signal: AbortSignal;
  /** Something has come. */
  readonly alive: () => void;
  readonly end: () => void;
  /** Whether it was this that aborted. */
  readonly stalled: () => boolean;
}

/** Watches a request: it may take as long as it likes while bytes come. */
export function watchStall(outer: AbortSignal, milliseconds: number): Stall {
  const controller = new AbortController();
  let timer = setTimeout(() => controller.abort(), milliseconds);
  return {
    signal: AbortSignal.any([outer, controller.signal]),
    alive: () => {
      clearTimeout(timer);
      timer = setTimeout(() => controller.abort(), milliseconds);
    },
    end: () => clearTimeout(timer),
    stalled: () => controller.signal.aborted,
  };
}

export interface ResumableRequest {
  /** Opens the rest of the bytes from there on. */
  readonly open: (offset: number) => Promise<AsyncIterable<Uint8Array>>;
  readonly offset: number;
  readonly size: number;
}

/** Bytes from `offset` to the end; where the connection is cut, the rest is asked for. */
export async function* resumable({ open, offset, size }: ResumableRequest): AsyncIterable<Uint8Array> {
  let at = offset;
  let fruitless = 0;
  let cuts = 0;
  while (at < size) {
    const before = at;
    try {
      for await (const chunk of await open(at)) {
        at += chunk.length;
        yield chunk;
      }
      if (at < size) throw new Passing(`cut after ${at} of ${size} bytes`);
    } catch (error) {
      if (!(error instanceof Passing)) throw error;
      fruitless = at > before ? 0 : fruitless + 1;
      cuts += 1;
      if (fruitless >= mostFruitless || cuts >= mostCuts) throw error;
    }
  }
}

/** Cuts in a row without a single byte. */
const mostFruitless = 3;
/** Cuts in all: who sends a few bytes at a time would keep us for ever. */
const mostCuts = 20;
