import { expect, test } from "vitest";
import type { Change, Reason } from "../../engine/events/reason.ts";
import type { Verdict } from "../../engine/freshness/verdict.ts";
import { asDigest, asStageId } from "../../engine/platform/identity.ts";
import { painter } from "../../engine/report/painter.ts";
import { renderWhy, type WhyOptions } from "../../engine/report/why.ts";

const key = asDigest("d".repeat(64));
const digests = { before: "aca7412b", after: "60c99b83" };
const changed = (...changes: readonly Change[]): readonly Reason[] => [{ kind: "key-changed", changes }];
const why = (verdict: Verdict, more: Partial<WhyOptions> = {}): string =>
  renderWhy(asStageId("train"), { verdict, paint: painter(false), ...more });

test("shows each difference of two keys, aligned, what a person wrote first, with what is known of it", async () => {
  const reasons = changed(
    { subject: "kind", name: "train", before: "version 1", after: "version 2", details: [] },
    { subject: "package", name: "csv-parse", before: "5.5.0", after: "5.6.0", details: [] },
    { subject: "param", name: "training.epochs", before: "60", after: "5", setting: "with.epochs", details: [] },
    { subject: "with", name: "label", before: '"1" (text)', after: "1 (integer)", details: [] },
    {
      subject: "command",
      name: "",
      before: "python train.py",
      after: "python train.py --fast",
      gist: "--fast added",
      details: ["- python train.py", "+ python train.py --fast"],
    },
    { subject: "cwd", name: "", before: ".", after: "code", details: [] },
    { subject: "env", name: "SEED", after: "1", details: [] },
    { subject: "env", name: "OLD", before: "", details: [] },
    { subject: "tool", name: "python --version", before: "Python 3.11.2", after: "Python 3.12.0", details: [] },
    {
      subject: "input",
      name: "table",
      ...digests,
      path: "data/wine.csv",
      gist: "1 line changed",
      details: ["- 3: 13.2,1.78", "+ 3: 13.2,1.79"],
    },
    {
      subject: "input",
      name: "model",
      ...digests,
      path: "out/train/model",
      maker: asStageId("train"),
      details: ["weights.bin: another binary of 2.2 kB"],
    },
    { subject: "input", name: "extra", gist: "removed", details: [] },
    { subject: "output", name: "report", after: "report", details: [] },
  );
  await expect(why({ state: "stale", key, reasons })).toMatchFileSnapshot("whole/why-all-changes.txt");
});

const upstream = { kind: "upstream", stages: [asStageId("split")] } as const;

test.each<[string, Verdict, Partial<WhyOptions>]>([
  [
    "train is fresh: its key is as recorded, and its outputs are here and unchanged\n  run  20260304T050607Z-17, 2026-03-04T05:06:07Z, took 3.2 s\n  key  dddddddddddd\n",
    { state: "fresh", key, reasons: [] },
    { made: { run: "20260304T050607Z-17", at: Date.UTC(2026, 2, 4, 5, 6, 7), milliseconds: 3240 } },
  ],
  [
    "train is frozen: what was recorded stands, whatever has changed, and it is here and unchanged\n  key  dddddddddddd\n",
    { state: "fresh", key, reasons: [] },
    { frozen: true },
  ],
  [
    "train is restorable: its key is as recorded, and its outputs are in the store\n  out/train/model is not as recorded\n",
    { state: "restorable", key, reasons: [{ kind: "output-changed", port: "model", path: "out/train/model" }] },
    {},
  ],
  [
    "train is restorable: the store has the outputs of its new key\n  env  SEED  2 -> 1\n",
    { state: "restorable", key, reasons: changed({ subject: "env", name: "SEED", before: "2", after: "1", details: [] }) },
    {},
  ],
  ["train is stale: it must run\n  no earlier result\n", { state: "stale", key, reasons: [{ kind: "no-record" }] }, {}],
  [
    "train is stale: it must run\n  its key changed; what it was made of is not kept in this store\n",
    { state: "stale", key, reasons: changed() },
    {},
  ],
  ["train is blocked by split\n", { state: "blocked", by: [asStageId("split")], reasons: [] }, {}],
  ["train is stale if split changes its output\n", { state: "undecided", after: [asStageId("split")], reasons: [upstream] }, {}],
  [
    "train is stale: it must run after split\n  rerun: always\n",
    { state: "undecided", after: [asStageId("split")], reasons: [upstream, { kind: "rerun-always" }] },
    {},
  ],
  [
    "train is stale: it must run\n  found wine 1.0.0, expected wine 1.1.0\n",
    { state: "stale", key, reasons: [{ kind: "world-differs", expected: "wine 1.1.0", found: "wine 1.0.0" }] },
    {},
  ],
])("%s", (text, verdict, more) => {
  expect(why(verdict, more)).toBe(text);
});
