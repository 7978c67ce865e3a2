import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Entry } from "../../../engine/key/entry.ts";
import { systemClock } from "../../../engine/platform/clock.ts";
import type { Transport } from "../../../engine/store/remote/transport.ts";
import { type Asked, FakeServer, type Fault } from "./fake-server.ts";
import { s3rverKeys, startRealServer } from "./real-server.ts";
import { Machine, manyFiles } from "./scene.ts";
import { accessKey, httpRemote, type Opened, s3Remote, secretKey, useCredentials } from "./server-remotes.ts";

/** Waits are not waited for. */
const hasty = { clock: { ...systemClock, wait: async () => undefined } };

interface Server extends Pick<FakeServer, "url" | "fault" | "asked"> {
  /** How many objects it has. */
  readonly stored: () => number;
}

interface Kind {
  readonly start: () => Promise<Server>;
  readonly open: (machine: Machine, server: Pick<Server, "url">, opened?: Opened) => Promise<Transport>;
}

async function fake(keys?: Readonly<Record<string, string>>): Promise<Server> {
  useCredentials();
  const server = await FakeServer.start(keys === undefined ? {} : { keys });
  return Object.assign(server, { stored: () => server.objects.size });
}

const kinds: Readonly<Record<string, Kind>> = {
  S3: { start: () => fake({ [accessKey]: secretKey }), open: s3Remote },
  HTTP: { start: () => fake(), open: async (...given) => httpRemote(...given) },
  s3rver: {
    start: async () => {
      useCredentials(s3rverKeys);
      const { proxy, stored } = await startRealServer();
      return Object.assign(proxy, { stored });
    },
    open: s3Remote,
  },
};

type Case = readonly [name: string, fault: (asked: Asked) => Fault | undefined];
/** Behind a proxy all of them would only try the proxy. */
const mostTelling = new Set([
  "500 now and then",
  "cut in the middle, again and again",
  "a bit flipped in each object",
  "a pack that is cut",
]);

const large = Buffer.alloc(9_500_000, "0123456789abcdef-");
const isObject = ({ method, name }: Asked): boolean => method === "GET" && name.includes("/objects/");
const isPack = ({ method, name }: Asked): boolean => method === "GET" && name.endsWith(".pack");

describe.each(Object.entries(kinds))("%s", (kind, { start, open }) => {
  const cases = (all: readonly Case[]): readonly Case[] => (kind === "s3rver" ? all.filter(([name]) => mostTelling.has(name)) : all);

  async function scene(fault?: (asked: Asked) => Fault | undefined) {
    const server = await start();
    const [one, other] = [new Machine({ platform: hasty }), new Machine({ platform: hasty })];
    const entries = [await one.keep("small\n"), await one.keep(manyFiles(30)), await one.keep(large)];
    await one.push(await open(one, server), entries);
    server.fault = fault;
    server.asked.length = 0;
    const bring = async (opened?: Opened): Promise<boolean> => other.source(await open(other, server, opened)).bring(entries);
    const all = (): boolean => entries.every((entry) => other.store.has(entry));
    return { server, one, other, entries, bring, all };
  }

  test("files, folders and large files come as they went, and are not sent twice", async () => {
    const { server, one, other, entries, bring, all } = await scene();
    const before = server.stored();
    expect(await one.push(await open(one, server), entries)).toMatchObject({ objects: 0 });
    expect(server.stored()).toBe(before);
    expect(server.asked.filter(({ method }) => method === "PUT" || method === "POST")).toEqual([]);
    expect(await bring()).toBe(true);
    expect(all()).toBe(true);
    expect(other.told).toEqual([]);
  });

  test.each(
    cases([
      ["500 now and then", (asked: Asked): Fault | undefined => (asked.again === 0 ? { status: 500 } : undefined)],
      [
        "503 slow down",
        (asked: Asked): Fault | undefined =>
          asked.count % 3 === 0 ? { status: 503, code: "SlowDown", headers: { "retry-after": "1" } } : undefined,
      ],
      [
        "cut in the middle, again and again",
        (asked: Asked): Fault | undefined => (isObject(asked) && asked.again < 4 ? { cut: 2_000_000 } : undefined),
      ],
    ]),
  )("%s: all comes in the end", async (_name, fault) => {
    const { other, bring, all } = await scene(fault);
    expect(await bring()).toBe(true);
    expect(all()).toBe(true);
    expect(other.told).toEqual([]);
  });

  test("a push of which each first answer is a 500 or is cut arrives whole", async () => {
    const server = await start();
    const [one, other] = [new Machine({ platform: hasty }), new Machine({ platform: hasty })];
    const entries = [await one.keep("small\n"), await one.keep(manyFiles(5)), await one.keep(large)];
    server.fault = ({ again, method }) => (again > 0 ? undefined : method === "GET" ? { cut: 0 } : { status: 500 });
    expect(await one.push(await open(one, server), entries)).toMatchObject({ there: 0, incomplete: [] });
    server.fault = undefined;
    expect(await other.source(await open(other, server)).bring(entries)).toBe(true);
  });

  test("what stalls is asked for again", async () => {
    const { bring, all } = await scene((asked) => (isObject(asked) && asked.again === 0 ? { stall: 4 } : undefined));
    expect(await bring({ stall: 2000 })).toBe(true);
    expect(all()).toBe(true);
  });

  const flipped = (bytes: Buffer): Buffer => {
    const copy = Buffer.from(bytes);
    copy[copy.length >> 1] = (copy[copy.length >> 1] ?? 0) ^ 4;
    return copy;
  };
  test.each(
    cases([
      ["a bit flipped in each object", (asked: Asked): Fault | undefined => (isObject(asked) ? { body: flipped } : undefined)],
      [
        "another object under the digest",
        (asked: Asked): Fault | undefined => (isObject(asked) ? { body: () => Buffer.from("other\n") } : undefined),
      ],
      ["nothing in each object", (asked: Asked): Fault | undefined => (isObject(asked) ? { body: () => Buffer.alloc(0) } : undefined)],
      ["a pack of other bytes", (asked: Asked): Fault | undefined => (isPack(asked) ? { body: flipped } : undefined)],
      ["a pack that is cut", (asked: Asked): Fault | undefined => (isPack(asked) ? { body: (bytes) => bytes.subarray(0, 40) } : undefined)],
      [
        "an index that is none",
        (asked: Asked): Fault | undefined => (asked.name.endsWith(".index") ? { body: () => Buffer.from("<html>") } : undefined),
      ],
    ]),
  )("%s: a warning or nothing, and no wrong byte in the store", async (_name, fault) => {
    const { other, one, bring, all, entries } = await scene(fault);
    expect(await bring()).toBe(false);
    expect(all()).toBe(false);
    expect(other.told.every(({ severity }) => severity === "warning")).toBe(true);
    expect(other.told.length).toBeLessThan(3);
    expect(objectsOf(other).filter((digest) => !objectsOf(one).includes(digest))).toEqual([]);
    for (const entry of entries) if (other.store.has(entry)) await expectGood(other, entry);
  });

  test("a fetch that is cut for good goes on where it stopped in the next process", async () => {
    const { server, other, entries, bring } = await scene((asked) => {
      if (!isObject(asked)) return undefined;
      return asked.again === 0 ? { cut: 6_000_000 } : { status: 400 };
    });
    expect(await bring()).toBe(false);
    expect(readdirSync(join(other.storeFolder, "fetching"))).toEqual([expect.stringMatching(/\.part$/)]);
    server.fault = undefined;
    server.asked.length = 0;
    expect(await other.source(await open(other, server)).bring(entries)).toBe(true);
    const ranges = server.asked.flatMap(({ headers, name }) => (name.includes("/objects/") && headers.range ? [headers.range] : []));
    expect(ranges).toEqual([expect.stringMatching(/^bytes=[1-9]\d{5,}-$/)]);
    expect(readdirSync(join(other.storeFolder, "fetching"))).toEqual([]);
  });

  // What answers there is the proxy alone.
  if (kind === "s3rver") return;

  test("a server that is always busy is left alone after some failures, with one warning", async () => {
    const { server, other, bring } = await scene(() => ({ status: 503 }));
    expect(await bring()).toBe(false);
    expect(other.told.map(({ code }) => code)).toEqual(["remote-unavailable"]);
    const asked = server.asked.length;
    expect(asked).toBeLessThan(150);
    expect(await bring()).toBe(false);
  });

  test("403: one question, one warning, and no part of a credential in it", async () => {
    const { server, other, bring } = await scene(() => ({ status: 403, code: "AccessDenied" }));
    expect(await bring()).toBe(false);
    expect(other.told.map(({ code }) => code)).toEqual(["remote-unavailable"]);
    expect(JSON.stringify(other.told)).not.toMatch(/AKIA|very\/secret/);
    expect(server.asked.length).toBeLessThan(4);
  });

  test("nobody listens there: a warning", async () => {
    const { server, other, entries } = await scene();
    server.url = "http://127.0.0.1:1";
    expect(await other.source(await open(other, server)).bring(entries)).toBe(false);
    expect(other.told.map(({ code }) => code)).toEqual(["remote-unavailable"]);
  });
});

const objectsOf = ({ storeFolder }: Machine): readonly string[] =>
  readdirSync(join(storeFolder, "objects"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.parentPath.slice(-2) + entry.name);

async function expectGood(machine: Machine, entry: Entry): Promise<void> {
  expect((await machine.store.materialize(entry, join(machine.folder, `good-${entry.digest}`))).ok).toBe(true);
}
