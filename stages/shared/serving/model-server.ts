import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Connections, trackConnections } from "./connections.ts";
import { type ListenAt, listen } from "./listen.ts";
import type { ModelSource } from "./model-source.ts";
import { defaultBodyLimit } from "./read-body.ts";
import { respond } from "./respond.ts";

export interface ModelServerOptions extends ListenAt {
  readonly source: ModelSource;
  /** Bytes. */
  readonly bodyLimit?: number;
  readonly onLog: (line: string) => void;
}

export interface ModelServer {
  /** `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Takes no new connection, answers what has been asked, then ends. */
  close(): Promise<void>;
}

/** How long a client may take to send a request, and an ending server waits for one, in milliseconds. */
const requestTime = 60_000;
const closingTime = 5_000;

/** Serves until it is closed, which closes the source too. Throws StageFailure `serve-failed` where it cannot listen. */
export async function startModelServer(options: ModelServerOptions): Promise<ModelServer> {
  const { source, onLog, bodyLimit = defaultBodyLimit } = options;
  const server = createServer({ requestTimeout: requestTime, headersTimeout: requestTime });
  const connections = trackConnections(server);
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    connections.busy(request.socket, response);
    void respond({ request, response, source, bodyLimit, onLog });
  };
  server.on("request", handle);
  // A client that asks first whether it may send 100 MB is told before it does.
  server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => {
    if (Number(request.headers["content-length"] ?? 0) <= bodyLimit) response.writeContinue();
    handle(request, response);
  });
  const url = await listen(server, options);
  return {
    url,
    close: async () => {
      await closeServer(server, connections);
      await source.close();
    },
  };
}

async function closeServer(server: Server, connections: Connections): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), closingTime);
  timer.unref();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  connections.endQuiet();
  await closed;
  clearTimeout(timer);
}
