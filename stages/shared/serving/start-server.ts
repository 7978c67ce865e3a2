import { readEnvironment } from "../registry/environment.ts";
import { showReference } from "../registry/model-version.ts";
import { type FollowedEnvironment, followEnvironment } from "./follow-environment.ts";
import { type ModelServer, startModelServer } from "./model-server.ts";

export interface ServeRequest extends FollowedEnvironment {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Bytes; 10,000,000 where it is not given. */
  readonly bodyLimit?: number;
  /** When aborted, the server answers what it has been asked and ends. */
  readonly signal: AbortSignal;
}

export interface RunningServer extends ModelServer {
  /** When it has ended, by `signal` or `close`. */
  readonly ended: Promise<void>;
}

/**
 * Serves what an environment points at, over HTTP, until the signal. Throws StageFailure: `registry-missing`, `registry-damaged`,
 * `object-absent`, `model-invalid`, `serve-failed`.
 */
export async function startServer(request: ServeRequest): Promise<RunningServer> {
  const { host, port, onLog, signal, bodyLimit } = request;
  const source = await followEnvironment(request);
  let server: ModelServer;
  try {
    server = await startModelServer({ source, host, port, onLog, ...(bodyLimit === undefined ? {} : { bodyLimit }) });
  } catch (error) {
    await source.close();
    throw error;
  }
  let closing: Promise<void> | undefined;
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const close = () => {
    closing ??= server.close().then(end);
    return closing;
  };
  if (signal.aborted) void close();
  else signal.addEventListener("abort", () => void close(), { once: true });
  const read = readEnvironment(request);
  if (read.state === "read") onLog(`${request.environment} serves ${showReference(read.fact)} on ${server.url}`);
  return { url: server.url, close, ended };
}
