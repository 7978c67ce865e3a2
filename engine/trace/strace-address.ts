import type { Connection, OwnAddress } from "./access.ts";

interface Address {
  readonly host: string;
  readonly port: number;
}

/** Of `{sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("10.0.0.7")}`; `undefined` of what is no network. */
function addressOf(text: string): Address | undefined {
  const port = Number(/\bsin6?_port=htons\((\d+)\)/.exec(text)?.[1]);
  const host = /\b(?:inet_addr\(|inet_pton\(AF_INET6, )"([^"]+)"/.exec(text)?.[1];
  return host === undefined || !(port > 0) ? undefined : { host, port };
}

/** The port on which names are asked for: what was connected to follows. */
const nameServers = 53;

export function connectionOf(text: string): readonly Connection[] {
  const address = addressOf(text);
  if (address === undefined || address.port === nameServers) return [];
  const host = address.host.includes(":") ? `[${address.host}]` : address.host;
  return [{ kind: "connect", address: `${host}:${address.port}` }];
}

export function ownAddressOf(text: string): readonly OwnAddress[] {
  const address = addressOf(text);
  return address === undefined ? [] : [{ kind: "own-address", port: address.port }];
}
