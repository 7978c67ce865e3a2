import { request } from "node:http";
import { connect } from "node:net";
import { onTestFinished } from "vitest";
import type { LoadedModel } from "../../../../stages/shared/network/model.ts";
import { type ModelServer, startModelServer } from "../../../../stages/shared/serving/model-server.ts";
import { fixedSource } from "../../../../stages/shared/serving/model-source.ts";
import { serveModel } from "../../../../stages/shared/serving/served-model.ts";
import { digestOfLetter } from "../registry/registration.ts";

/** A server of one model on a free port, which ends with the test. */
export async function serve(model: LoadedModel, bodyLimit?: number): Promise<ModelServer & { readonly log: string[] }> {
  const log: string[] = [];
  const reference = { name: "tasting", version: "1.2.0", digest: digestOfLetter("a") };
  const server = await startModelServer({
    source: fixedSource(serveModel(reference, model)),
    host: "127.0.0.1",
    port: 0,
    onLog: (line) => log.push(line),
    ...(bodyLimit === undefined ? {} : { bodyLimit }),
  });
  onTestFinished(() => server.close());
  return { ...server, log };
}

export async function post(url: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(`${url}/predict`, { method: "POST", body: text });
  return { status: response.status, body: await response.json() };
}

/** Sends `bytes` zeros, as fast as they are taken; `length` tells their number ahead. Resolves with what was answered, and how much was sent by then. */
export function sendZeros({
  url,
  bytes,
  length,
  headers = {},
}: {
  url: string;
  bytes: number;
  length: boolean;
  headers?: Record<string, string>;
}) {
  const chunk = Buffer.alloc(1_000_000, "0");
  return new Promise<{ status: number | undefined; body: unknown; sent: number; closed: string | undefined }>((resolve, reject) => {
    let sent = 0;
    const outgoing = request(`${url}/predict`, { method: "POST", headers: { ...headers, ...(length ? { "Content-Length": bytes } : {}) } });
    outgoing.on("error", reject);
    outgoing.on("response", (response) => {
      let text = "";
      response.on("data", (data: Buffer) => {
        text += data.toString();
      });
      response.on("end", () => resolve({ status: response.statusCode, body: JSON.parse(text), sent, closed: response.headers.connection }));
    });
    const more = () => {
      while (sent < bytes) {
        sent += chunk.length;
        if (!outgoing.write(chunk)) return void outgoing.once("drain", more);
      }
      outgoing.end();
    };
    if (headers.Expect === undefined) more();
    else {
      outgoing.flushHeaders();
      outgoing.once("continue", more);
    }
  });
}

/** As simple clients do: sends the whole request, and only then looks at what has come back. Resolves with all of it, once the server ends. */
export function sendThenRead({ url, bytes }: { url: string; bytes: number }): Promise<string> {
  const chunk = Buffer.alloc(1_000_000, "0");
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    let answer = "";
    socket.on("error", reject);
    socket.write(`POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${bytes}\r\n\r\n`);
    const read = () => {
      socket.on("data", (data: Buffer) => {
        answer += data.toString();
      });
      socket.on("end", () => resolve(answer));
    };
    let sent = 0;
    const more = () => {
      while (sent < bytes) {
        sent += chunk.length;
        if (!socket.write(chunk)) return void socket.once("drain", more);
      }
      read();
    };
    more();
  });
}
