import type { IncomingMessage, ServerResponse } from "node:http";
import { RequestProblem } from "./request-problem.ts";
import { methodsOf, type Routing, route } from "./route.ts";

export interface Exchange extends Routing {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly onLog: (line: string) => void;
}

/** How long a client that was answered early may go on sending, in milliseconds. */
const lingerTime = 30_000;

/** Answers one request, whatever comes; logs predictions and problems. */
export async function respond(exchange: Exchange): Promise<void> {
  const { request, onLog } = exchange;
  const named = `${request.method} ${request.url}`;
  try {
    send(exchange, { status: 200, body: await route(request, exchange) });
    if (request.method === "POST") onLog(`${named} 200`);
  } catch (error) {
    if (request.socket.destroyed) return;
    const { status, code, message, hint } = problemOf(error);
    if (status === 405) exchange.response.setHeader("Allow", (methodsOf[request.url?.split("?")[0] ?? ""] ?? []).join(", "));
    send(exchange, { status, body: { error: { code, message, ...(hint === undefined ? {} : { hint }) } } });
    onLog(`${named} ${status} ${error instanceof RequestProblem ? message : stackOf(error)}`);
  }
}

function problemOf(error: unknown): RequestProblem {
  if (error instanceof RequestProblem) return error;
  return new RequestProblem({ status: 500, code: "internal", message: "the server failed at this request", hint: "its log says how" });
}

const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

function send({ request, response }: Exchange, { status, body }: { status: number; body: unknown }): void {
  const text = `${JSON.stringify(body)}\n`;
  response.statusCode = status;
  response.setHeader("Content-Type", "application/json; charset=utf-8");
  response.setHeader("Content-Length", Buffer.byteLength(text));
  if (request.method === "HEAD") response.end();
  else if (request.complete || expectsNoMore(request)) response.end(text);
  else answerEarly({ request, response, text });
}

const expectsNoMore = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] === undefined && Number(headers["content-length"] ?? 0) === 0;

/**
 * The client is still sending. A socket that is closed on unread bytes resets the connection, and the answer may be lost with it: so the
 * answer goes out whole, the rest of the request is thrown away as it comes, and only then the connection ends.
 */
function answerEarly({ request, response, text }: { request: IncomingMessage; response: ServerResponse; text: string }): void {
  response.setHeader("Connection", "close");
  response.write(text);
  request.resume();
  const timer = setTimeout(() => response.end(), lingerTime);
  timer.unref();
  request.once("close", () => {
    clearTimeout(timer);
    response.end();
  });
}
