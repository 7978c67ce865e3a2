import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { StageFailure } from "../../../engine/kind/stage-context.ts";

export interface ListenAt {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

/** The URL at which it listens. Throws StageFailure `serve-failed`. */
export async function listen(server: Server, at: ListenAt): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(cannotListen(error, at)));
    server.listen({ host: at.host, port: at.port }, resolve);
  });
  const { family, address, port } = server.address() as AddressInfo;
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}

const reasons: Readonly<Record<string, { readonly why: string; readonly hint: string }>> = {
  EADDRINUSE: { why: "another program listens there", hint: "--port 0 takes any that is free" },
  EACCES: { why: "this user may not listen there", hint: "--port 8080, or another above 1023" },
  EADDRNOTAVAIL: { why: "this machine has no such address", hint: "--host 127.0.0.1" },
  ENOTFOUND: { why: "no such host is known", hint: "--host 127.0.0.1" },
};

function cannotListen(error: NodeJS.ErrnoException, { host, port }: ListenAt): StageFailure {
  const reason = reasons[error.code ?? ""] ?? { why: error.message, hint: "--host 127.0.0.1 --port 0" };
  return new StageFailure({ code: "serve-failed", message: `cannot listen on ${host}, port ${port}`, ...reason });
}
