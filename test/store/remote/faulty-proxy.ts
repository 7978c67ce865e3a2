import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { Asked, FakeRequest, Fault } from "./fake-server.ts";

/** Stands before a server of S3 that does its work, and does wrong what a test wants: the faults of `FakeServer`. */
export class FaultyProxy {
  readonly asked: Asked[] = [];
  fault: FakeRequest["fault"];
  url = "";
  readonly #target: string;

  private constructor(target: string) {
    this.#target = target;
  }

  static async start(target: string): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(target);
    const server = createServer((incoming, answer) => void proxy.#serve(incoming, answer));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    onTestFinished(() => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    });
    return proxy;
  }

  async #serve(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await collected(incoming).catch(() => undefined);
    if (body === undefined) return;
    const asked = this.#note(incoming);
    const fault = this.fault?.(asked);
    if (fault !== undefined && "silence" in fault) return;
    if (fault !== undefined && "status" in fault) return refuse(answer, fault);
    const { method, url, headers } = incoming;
    const reply = await ask(new URL(url ?? "/", this.#target), { method: method ?? "GET", headers, body });
    const bytes = fault !== undefined && "body" in fault ? fault.body(reply.body) : reply.body;
    const length = method === "HEAD" ? {} : { "content-length": String(bytes.length) };
    answer.writeHead(reply.status, { ...withoutHops(reply.headers), ...length });
    if (fault === undefined || "body" in fault) return void answer.end(bytes);
    const most = "cut" in fault ? fault.cut : fault.stall;
    answer.write(bytes.subarray(0, most), () => {
      if ("cut" in fault) answer.socket?.end();
    });
  }

  #note({ method = "GET", url = "/", headers }: IncomingMessage): Asked {
    const { pathname, searchParams: query } = new URL(url, this.url);
    const name = decodeURIComponent(pathname).replace(/^\/bucket\//, "");
    const again = this.asked.filter((asked) => asked.name === name && asked.method === method).length;
    const asked: Asked = { method, name, query, headers, count: this.asked.length, again };
    this.asked.push(asked);
    return asked;
  }
}

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

function ask(
  url: URL,
  { method, headers, body }: { readonly method: string; readonly headers: IncomingHttpHeaders; readonly body: Buffer },
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    // The host is signed: it stays that of the proxy.
    const asking = request(url, { method, headers, agent: false }, (reply) => {
      collected(reply).then((bytes) => resolve({ status: reply.statusCode ?? 500, headers: reply.headers, body: bytes }), reject);
    });
    asking.on("error", reject);
    asking.end(body);
  });
}

async function collected(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const withoutHops = ({ connection: _, "transfer-encoding": __, "keep-alive": ___, ...headers }: IncomingHttpHeaders): IncomingHttpHeaders =>
  headers;

function refuse(
  answer: ServerResponse,
  { status, code = `Fault${status}`, headers = {} }: Extract<Fault, { readonly status: number }>,
): void {
  answer.writeHead(status, { "content-type": "application/xml", ...headers });
  answer.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>said the test</Message></Error>`);
}
