import { expect, test } from "vitest";
import type { Change, Reason } from "../../engine/events/reason.ts";
import type { Verdict } from "../../engine/freshness/verdict.ts";
import { asDigest, asStageId, type StageId } from "../../engine/platform/identity.ts";
import { painter } from "../../engine/report/painter.ts";
import { renderStatus, statusDocument } from "../../engine/report/status.ts";
import { renderWhy } from "../../engine/report/why.ts";

const key = asDigest("d".repeat(64));
const digests = { before: "a".repeat(64), after: `${"b".repeat(64)}/` };
const changed = (...changes: readonly Change[]): readonly Reason[] => [{ kind: "key-changed", changes }];
const table = (verdicts: Readonly<Record<string, Verdict>>): ReadonlyMap<StageId, Verdict> =>
  new Map(Object.entries(verdicts).map(([stage, verdict]) => [asStageId(stage), verdict]));
const options = { paint: painter(false), run: "millrace run pipelines/wine" };

const mixed = table({
  validate: { state: "fresh", key, reasons: [] },
  split: { state: "restorable", key, reasons: [{ kind: "output-missing", port: "train", path: "out/split/train.arrow" }] },
  "train@mlp-1": {
    state: "stale",
    key,
    reasons: changed(
      { subject: "param", name: "training.epochs", before: "60", after: "5", details: [] },
      { subject: "input", name: "table", ...digests, details: ["1 line changed"] },
      { subject: "env", name: "SEED", after: "1", details: [] },
    ),
  },
  evaluate: { state: "undecided", after: [asStageId("train@mlp-1")], reasons: [] },
  register: { state: "blocked", by: [asStageId("evaluate")], reasons: [] },
  deploy: { state: "absent", key, reasons: [{ kind: "object-missing", port: "deployment" }] },
  notify: { state: "skipped", reasons: [] },
});

test("aligns the stages, with reasons, and says what a run would do", () => {
  expect(renderStatus({ verdicts: mixed, gates: [] }, options)).toBe(
    [
      "validate     fresh",
      "split        restorable  out/split/train.arrow is missing",
      "train@mlp-1  stale       param training.epochs 60 -> 5, input table changed: 1 line changed and 1 more",
      "evaluate     undecided   stale if train@mlp-1 changes its output",
      "register     blocked     by evaluate",
      "deploy       absent      the bytes of deployment are in no store",
      "notify       skipped     its `when` is false, or an input is skipped",
      "",
      "2 must run, 1 can be restored, 1 may follow, 1 blocked, 1 fresh: millrace run pipelines/wine",
      "",
    ].join("\n"),
  );
});

test("says that there is nothing to do", () => {
  expect(renderStatus({ verdicts: table({ train: { state: "fresh", key, reasons: [] } }), gates: [] }, options)).toBe(
    "train  fresh\n\n1 stage fresh: nothing to do\n",
  );
});

test("names a gate that fails on what is fresh, and the effect that it blocks", () => {
  const verdicts = table({
    evaluate: { state: "fresh", key, reasons: [] },
    register: { state: "blocked", by: [asStageId("evaluate")], reasons: [] },
  });
  const evaluated = { stage: asStageId("evaluate"), expression: "accuracy >= 0.999", metric: "accuracy", value: 0.9722 };
  const gates = [{ type: "gate-evaluated", ...evaluated, operator: ">=", threshold: 0.999, passed: false }] as const;
  expect(renderStatus({ verdicts, gates }, options)).toBe(
    [
      "evaluate  fresh",
      "register  blocked  by evaluate",
      "gate failed  evaluate: accuracy is 0.9722, wanted >= 0.999: short by 0.0268",
      "",
      "1 blocked, 1 gate failed, 1 fresh: millrace run pipelines/wine",
      "",
    ].join("\n"),
  );
});

test("is one document as JSON", () => {
  const { stages } = JSON.parse(statusDocument(mixed));
  expect(stages.map((stage: { readonly stage: string; readonly state: string }) => `${stage.stage} ${stage.state}`)).toEqual(
    [...mixed].map(([stage, verdict]) => `${stage} ${verdict.state}`),
  );
  expect(stages[1]).toEqual({
    stage: "split",
    state: "restorable",
    reasons: [{ kind: "output-missing", port: "train", path: "out/split/train.arrow" }],
    key,
  });
});

const why = (verdict: Verdict): string => renderWhy(asStageId("train"), { verdict, paint: painter(false) });

test("shows each difference of two keys, aligned, with what is known of it", async () => {
  const reasons = changed(
    { subject: "kind", name: "train", before: "1", after: "2", details: [] },
    { subject: "param", name: "training.epochs", before: "60", after: "5", details: [] },
    { subject: "param", name: "label", before: '"1"', after: "1", details: ["a text became a number"] },
    { subject: "command", name: "", before: "python train.py", after: "python train.py --fast\necho done", details: [] },
    { subject: "cwd", name: "", before: ".", after: "code", details: [] },
    { subject: "env", name: "SEED", after: "1", details: [] },
    { subject: "tool", name: "python --version", before: "Python 3.11.2", after: "Python 3.12.0", details: [] },
    { subject: "input", name: "table", ...digests, details: ["line 3: - 13.2,1.78", "line 3: + 13.2,1.79"] },
    { subject: "input", name: "extra", before: digests.before, details: [] },
    { subject: "output", name: "report", after: "report", details: [] },
  );
  await expect(why({ state: "stale", key, reasons })).toMatchFileSnapshot("whole/why-all-changes.txt");
});

test.each<[string, Verdict]>([
  ["train is fresh: its key is as recorded, and its outputs are here and unchanged\n", { state: "fresh", key, reasons: [] }],
  [
    "train is restorable: its key is as recorded, and its outputs are in the store\n  out/train/model is not as recorded\n",
    { state: "restorable", key, reasons: [{ kind: "output-changed", port: "model", path: "out/train/model" }] },
  ],
  ["train is stale: it must run\n  no earlier result\n", { state: "stale", key, reasons: [{ kind: "no-record" }] }],
  ["train is blocked by split\n", { state: "blocked", by: [asStageId("split")], reasons: [] }],
  [
    "train is stale: it must run\n  found wine 1.0.0, expected wine 1.1.0\n",
    { state: "stale", key, reasons: [{ kind: "world-differs", expected: "wine 1.1.0", found: "wine 1.0.0" }] },
  ],
])("%s", (text, verdict) => {
  expect(why(verdict)).toBe(text);
});
