import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { digestOf } from "../../../engine/key/digest.ts";
import { nodePlatform } from "../../../engine/platform/node-platform.ts";
import { actionName } from "../../../engine/store/remote/layout.ts";
import { sendActions } from "../../../engine/store/remote/send-actions.ts";
import { readSigning, type Signing } from "../../../engine/store/remote/signature.ts";
import { parseSigned, renderSigned } from "../../../engine/store/remote/signed-action.ts";
import type { ActionResult } from "../../../engine/store/store.ts";
import { Machine } from "./scene.ts";

const ours = "the-key-of-our-own-team";
const next = "the-key-of-next-month-1";
const key = digestOf("manifest");
const result: ActionResult = { outputs: { model: { digest: digestOf("model"), shape: "file" } }, metrics: { accuracy: 0.93 } };

function signingOf(value: string): Signing {
  const signing = readSigning({ environment: { ...nodePlatform().environment, variables: { MILLRACE_SIGNING_KEY: value } } });
  if (signing === undefined) throw new Error("no key");
  return signing;
}

async function remoteWith(file: string | undefined) {
  const machine = new Machine({ variables: { MILLRACE_SIGNING_KEY: ours } });
  const transport = machine.folderRemote(join(machine.folder, "share"), { writing: true });
  if (file !== undefined) await transport.write(actionName(key), Buffer.from(file));
  return { machine, transport };
}

describe("the result of a key on a remote", () => {
  test("is taken where it is signed, and remembered", async () => {
    const { machine, transport } = await remoteWith(renderSigned(key, { result, signing: signingOf(ours) }));
    expect(await machine.source(transport).recall(key)).toEqual(result);
    expect(machine.store.recall(key)).toEqual(result);
  });

  test.each([
    ["signed by another key", renderSigned(key, { result, signing: signingOf("a-key-of-somebody-else") })],
    ["not signed", `${renderSigned(key, { result, signing: signingOf(ours) }).split("\n")[0]}\n`],
    ["of another key, though signed", renderSigned(digestOf("other"), { result, signing: signingOf(ours) })],
    ["no text of ours", "<html>\n"],
    ["empty", ""],
  ])("counts as not there where it is %s, with one warning", async (_name, file) => {
    const { machine, transport } = await remoteWith(file);
    const source = machine.source(transport);
    expect(await source.recall(key)).toBeUndefined();
    expect(await source.recall(key)).toBeUndefined();
    expect(machine.store.recall(key)).toBeUndefined();
    expect(machine.told.map(({ code }) => code)).toEqual(["remote-signature"]);
    expect(JSON.stringify(machine.told)).not.toContain(ours);
  });

  test("is not even asked for where no key is set: the lock alone counts", async () => {
    const { transport } = await remoteWith(renderSigned(key, { result, signing: signingOf(ours) }));
    for (const variables of [{}, { MILLRACE_SIGNING_KEY: "" }, { MILLRACE_SIGNING_KEY: "too-short" }]) {
      const machine = new Machine({ variables });
      expect(await machine.source(transport).recall(key)).toBeUndefined();
      expect(machine.told).toEqual([]);
    }
  });

  test("no change of a letter goes unseen", () => {
    const signing = signingOf(ours);
    const file = renderSigned(key, { result, signing });
    fc.assert(
      fc.property(fc.nat(file.length - 2), fc.integer({ min: 1, max: 127 }), (at, flip) => {
        const changed = file.slice(0, at) + String.fromCharCode(file.charCodeAt(at) ^ flip) + file.slice(at + 1);
        expect(parseSigned(key, { file: changed, signing })).toEqual({ kind: "bad" });
      }),
    );
  });

  test("keys can be exchanged: the first signs, all verify, and a push signs anew what an old one has signed", async () => {
    const { machine, transport } = await remoteWith(renderSigned(key, { result, signing: signingOf(ours) }));
    const both = signingOf(`${next}, ${ours}`);
    const request = { transport, signing: both, results: [{ key, result }], jobs: 1, dryRun: false };
    expect(await sendActions(request)).toBe(1);
    expect(await sendActions(request)).toBe(0);
    const file = (await transport.read(actionName(key)))?.toString("utf8") ?? "";
    expect(parseSigned(key, { file, signing: signingOf(next) })).toEqual({ kind: "good", result, by: "first" });
    expect(await machine.source(transport).recall(key)).toBeUndefined();
  });

  test("a good one stays, whatever another machine has made; a bad one is replaced", async () => {
    const signing = signingOf(ours);
    const other: ActionResult = { ...result, metrics: { accuracy: 0.5 } };
    const { transport } = await remoteWith(renderSigned(key, { result, signing }));
    expect(await sendActions({ transport, signing, results: [{ key, result: other }], jobs: 1, dryRun: false })).toBe(0);
    const { transport: poisoned } = await remoteWith(renderSigned(key, { result: other, signing: signingOf("a-key-of-somebody-else") }));
    expect(await sendActions({ transport: poisoned, signing, results: [{ key, result }], jobs: 1, dryRun: false })).toBe(1);
    expect(parseSigned(key, { file: String(await poisoned.read(actionName(key))), signing })).toMatchObject({ kind: "good", result });
  });
});
