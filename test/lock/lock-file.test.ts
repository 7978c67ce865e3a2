import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { digestOf } from "../../engine/key/digest.ts";
import { entryText } from "../../engine/key/entry.ts";
import { parseLock, renderLock } from "../../engine/lock/lock-file.ts";
import type { LockRecord } from "../../engine/lock/lock-record.ts";
import { asStageId, type StageId } from "../../engine/platform/identity.ts";

const record = (text: string): LockRecord => ({
  key: digestOf(text),
  in: { table: entryText({ digest: digestOf(`${text} in`), shape: "file" }) },
  out: { model: entryText({ digest: digestOf(`${text} out`), shape: "directory" }) },
  metrics: { accuracy: 0.9722222222222222 },
});
const lockOf = (records: Readonly<Record<string, LockRecord>>): ReadonlyMap<StageId, LockRecord> =>
  new Map(Object.entries(records).map(([stage, one]) => [asStageId(stage), one]));
const text = renderLock(lockOf({ train: record("a"), split: record("b"), "train@mlp-1": record("c") }));

describe("a lock", () => {
  test("is JSON, one line a stage, sorted, and the same bytes for any order", () => {
    expect(Object.keys(JSON.parse(text).stages)).toEqual(["split", "train", "train@mlp-1"]);
    expect(text.split("\n")).toHaveLength(6);
    expect(renderLock(lockOf({ "train@mlp-1": record("c"), train: record("a"), split: record("b") }))).toBe(text);
  });

  test("comes back as it was written", () => {
    const names = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,8}$/);
    fc.assert(
      fc.property(
        fc.dictionary(names, fc.record({ seed: fc.string(), value: fc.double({ noNaN: true, noDefaultInfinity: true }) })),
        (stages) => {
          const records = lockOf(
            Object.fromEntries(
              Object.entries(stages).map(([name, { seed, value }]) => [name, { ...record(seed), metrics: { value: value + 0 } }]),
            ),
          );
          const parsed = parseLock(renderLock(records));
          expect(parsed).toEqual({ records, damaged: new Map(), strayLines: [] });
        },
      ),
    );
  });

  test("counts with other white space, and is written back as it was", () => {
    const spaced = text.replaceAll('":', '" : ').replaceAll(',"', ', "').replaceAll('" : {"', '":{ "');
    expect(spaced).not.toBe(text);
    expect(renderLock(parseLock(spaced).records)).toBe(text);
    expect(renderLock(parseLock(text).records)).toBe(text);
  });

  test("of nothing is still a lock", () =>
    expect(parseLock(renderLock(new Map()))).toEqual({ records: new Map(), damaged: new Map(), strayLines: [] }));
});

describe("a line that cannot be believed", () => {
  test("has any one character changed", () => {
    const line = text.split("\n")[2] ?? "";
    fc.assert(
      fc.property(fc.nat(line.length - 2), fc.constantFrom("0", "f", "x", "9"), (index, character) => {
        const body = line.slice(0, index) + character + line.slice(index + 1);
        fc.pre(body !== line && body.replace(/,$/, "") !== line.replace(/,$/, ""));
        const parsed = parseLock(text.replace(line, () => body));
        expect(parsed.records.get(asStageId("train"))).toBeUndefined();
        expect([...parsed.records.keys()]).toEqual(expect.arrayContaining(["split", "train@mlp-1"]));
      }),
    );
  });

  test("was moved to another stage", () => {
    const parsed = parseLock(text.replace('"train":', '"tune":'));
    expect(parsed.damaged).toEqual(new Map([["tune", "seal"]]));
    expect([...parsed.records.keys()]).toEqual(["split", "train@mlp-1"]);
  });

  test("stands between conflict markers; the rest counts", () => {
    const lines = text.split("\n");
    const other = renderLock(lockOf({ train: record("z") })).split("\n")[1] ?? "";
    const conflicted = [...lines.slice(0, 2), "<<<<<<< HEAD", lines[2], "=======", `${other},`, ">>>>>>> theirs", ...lines.slice(3)].join(
      "\n",
    );
    const parsed = parseLock(conflicted);
    expect(parsed.damaged).toEqual(new Map([["train", "conflict"]]));
    expect([...parsed.records.keys()]).toEqual(["split", "train@mlp-1"]);
    expect(parsed.strayLines).toEqual([3, 5, 7]);
  });

  test("names a stage that another, different line names", () => {
    const other = renderLock(lockOf({ train: record("z") })).split("\n")[1] ?? "";
    const parsed = parseLock(text.replace("\n}}", `,\n${other}\n}}`));
    expect(parsed.damaged).toEqual(new Map([["train", "duplicate"]]));
  });
});

test("two locks that git merged line by line count, whatever became of the commas", () => {
  const parsed = parseLock(text.replaceAll("},\n", "}\n").replaceAll("\n", "\r\n"));
  expect([...parsed.records.keys()].sort()).toEqual(["split", "train", "train@mlp-1"]);
  expect(parsed.strayLines).toEqual([]);
});
