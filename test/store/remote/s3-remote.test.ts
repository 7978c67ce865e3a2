import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { systemClock } from "../../../engine/platform/clock.ts";
import { type Asked, FakeServer } from "./fake-server.ts";
import { Machine } from "./scene.ts";
import { accessKey, s3Remote, secretKey, useCredentials } from "./server-remotes.ts";

const hasty = { clock: { ...systemClock, wait: async () => undefined } };
const keys = { [accessKey]: secretKey };
const large = Buffer.alloc(20_000_000, "0123456789abcdef-");
const isPart = ({ method, query }: Asked): boolean => method === "PUT" && query.has("partNumber");

test("a wrong secret is a warning that names no secret, and nothing is written", async () => {
  useCredentials({ AWS_ACCESS_KEY_ID: accessKey, AWS_SECRET_ACCESS_KEY: "wrong-secret-key" });
  const server = await FakeServer.start({ keys });
  const machine = new Machine({ platform: hasty });
  await expect(machine.push(await s3Remote(machine, server), [await machine.keep("x")])).rejects.toThrow(/403/);
  expect(server.objects.size).toBe(0);
});

test("no credentials anywhere: what to do is said", async () => {
  useCredentials({});
  const server = await FakeServer.start({ keys });
  const machine = new Machine({ platform: hasty });
  const failed = machine.push(await s3Remote(machine, server), [await machine.keep("x")]);
  await expect(failed).rejects.toMatchObject({ kind: "refused", hint: expect.stringContaining("~/.aws") });
});

test("a clock that is a day off does not matter", async () => {
  useCredentials();
  const server = await FakeServer.start({ keys, skew: 86_400_000 });
  const [one, other] = [new Machine({ platform: hasty }), new Machine({ platform: hasty })];
  const entry = await one.keep("wheat\n");
  await one.push(await s3Remote(one, server), [entry]);
  expect(await other.source(await s3Remote(other, server)).bring([entry])).toBe(true);
});

test("credentials that expire in the middle are asked for anew", async () => {
  const machine = new Machine({ platform: hasty });
  const config = join(machine.folder, "config");
  const program = join(machine.folder, "credentials.sh");
  const state = join(machine.folder, "state");
  writeFileSync(
    program,
    `if [ -e ${state} ]; then id=NEW; else id=OLD; touch ${state}; fi
echo "{\\"Version\\": 1, \\"AccessKeyId\\": \\"$id\\", \\"SecretAccessKey\\": \\"secret-of-$id\\"}"\n`,
  );
  writeFileSync(config, `[default]\ncredential_process = sh ${program}\n`);
  useCredentials({ AWS_CONFIG_FILE: config });
  const server = await FakeServer.start({ keys: { OLD: "secret-of-OLD", NEW: "secret-of-NEW" } });
  const entries = [await machine.keep("one\n"), await machine.keep("two\n"), await machine.keep("three\n")];
  server.fault = ({ headers, count }) =>
    count > 3 && headers.authorization?.includes("OLD/") === true ? { status: 400, code: "ExpiredToken" } : undefined;
  expect(await machine.push(await s3Remote(machine, server), entries)).toMatchObject({ objects: 3 });
  expect(server.objects.size).toBe(3);
});

test("a bucket that is not there is said so", async () => {
  useCredentials();
  const server = await FakeServer.start({ keys, fault: () => ({ status: 404, code: "NoSuchBucket" }) });
  const machine = new Machine({ platform: hasty });
  const failed = machine.push(await s3Remote(machine, server), [await machine.keep("x")]);
  await expect(failed).rejects.toMatchObject({ kind: "refused" });
});

test("an upload that was cut goes on with the parts that are there; two that share one are no harm", async () => {
  useCredentials();
  const server = await FakeServer.start({ keys });
  const machine = new Machine({ platform: hasty });
  const entry = await machine.keep(large);
  const isLast = (asked: Asked): boolean => isPart(asked) && asked.query.get("partNumber") === "3";
  server.fault = (asked) => (isLast(asked) ? { status: 403, code: "AccessDenied" } : undefined);
  await expect(machine.push(await s3Remote(machine, server), [entry])).rejects.toThrow(/403/);
  expect(server.objects.size).toBe(0);
  server.fault = undefined;
  server.asked.length = 0;
  const [first, second] = await Promise.all([
    machine.push(await s3Remote(machine, server), [entry]),
    machine.push(await s3Remote(machine, server), [entry]),
  ]);
  expect([first.objects, second.objects]).toEqual([1, 1]);
  expect(server.asked.filter((asked) => isPart(asked) && !isLast(asked))).toEqual([]);
  expect([...server.objects.values()].map((bytes) => bytes.equals(large))).toEqual([true]);
});

test("an upload that another one has completed meanwhile is done", async () => {
  useCredentials();
  const server = await FakeServer.start({ keys });
  const machine = new Machine({ platform: hasty });
  const entry = await machine.keep(large);
  server.fault = ({ name, query }) => {
    if (!query.has("uploadId")) return undefined;
    server.objects.set(name, large);
    return { status: 404, code: "NoSuchUpload" };
  };
  expect(await machine.push(await s3Remote(machine, server), [entry])).toMatchObject({ objects: 1, incomplete: [] });
});

test("two who push the same at once both succeed: If-None-Match is answered with 412 to one of them", async () => {
  useCredentials();
  const server = await FakeServer.start({ keys });
  const [one, other] = [new Machine({ platform: hasty }), new Machine({ platform: hasty })];
  const entries = [await one.keep("wheat\n"), await other.keep("wheat\n")] as const;
  await Promise.all([one.push(await s3Remote(one, server), [entries[0]]), other.push(await s3Remote(other, server), [entries[1]])]);
  expect(server.objects.size).toBe(1);
});

test("300 objects are asked for by a list, not one by one", async () => {
  useCredentials();
  const server = await FakeServer.start({ keys });
  const machine = new Machine({ platform: hasty });
  const entries = await Promise.all(Array.from({ length: 300 }, (_, index) => machine.keep(`${index}\n`)));
  await machine.push(await s3Remote(machine, server), entries);
  server.asked.length = 0;
  expect(await machine.push(await s3Remote(machine, server), entries)).toMatchObject({ objects: 0, there: 300 });
  expect(server.asked.length).toBeLessThan(25);
});
