import { expect, test } from "vitest";
import type { Change, Reason } from "../../engine/events/reason.ts";
import type { Verdict } from "../../engine/freshness/verdict.ts";
import { asDigest, asStageId, type StageId } from "../../engine/platform/identity.ts";
import { painter } from "../../engine/report/painter.ts";
import { renderStatus } from "../../engine/report/status.ts";
import { statusDocument, statusLines } from "../../engine/report/status-document.ts";

const key = asDigest("d".repeat(64));
const digests = { before: "aaaaaaaa", after: "bbbbbbbb" };
const changed = (...changes: readonly Change[]): readonly Reason[] => [{ kind: "key-changed", changes }];
const table = (verdicts: Readonly<Record<string, Verdict>>): ReadonlyMap<StageId, Verdict> =>
  new Map(Object.entries(verdicts).map(([stage, verdict]) => [asStageId(stage), verdict]));
const options = { paint: painter(false), run: "millrace run pipelines/wine", verbose: false };

const mixed = table({
  validate: { state: "fresh", key, reasons: [] },
  split: { state: "restorable", key, reasons: [{ kind: "output-missing", port: "train", path: "out/split/train.arrow" }] },
  "train@mlp-1": {
    state: "stale",
    key,
    reasons: changed(
      { subject: "param", name: "training.epochs", before: "60", after: "5", details: [] },
      { subject: "input", name: "table", ...digests, gist: "1 line changed", details: [] },
      { subject: "env", name: "SEED", after: "1", details: [] },
    ),
  },
  evaluate: { state: "undecided", after: [asStageId("train@mlp-1")], reasons: [{ kind: "upstream", stages: [asStageId("train@mlp-1")] }] },
  summarize: {
    state: "undecided",
    after: [asStageId("evaluate")],
    reasons: [
      { kind: "upstream", stages: [asStageId("evaluate")] },
      ...changed({ subject: "command", name: "", before: "sum --top 3", after: "sum --top 5", gist: "--top 3 -> --top 5", details: [] }),
    ],
  },
  register: { state: "blocked", by: [asStageId("evaluate")], reasons: [] },
  deploy: { state: "absent", key, reasons: [{ kind: "object-missing", port: "deployment" }] },
  notify: { state: "skipped", reasons: [] },
});

test("groups the stages by what a run would do, with the reason that tells most", () => {
  expect(renderStatus({ verdicts: mixed, gates: [] }, options)).toBe(
    [
      "Must run",
      "  train@mlp-1  param training.epochs 60 -> 5 and 2 more",
      "  summarize    command: --top 3 -> --top 5; after evaluate",
      "  deploy       the bytes of deployment are in no store",
      "",
      "Can be restored",
      "  split        out/split/train.arrow is missing",
      "",
      "May follow",
      "  evaluate     if train@mlp-1 changes its output",
      "",
      "Blocked",
      "  register     by evaluate",
      "",
      "3 must run, 1 can be restored, 1 may follow, 1 blocked, 1 skipped, 1 fresh: millrace run pipelines/wine",
      "",
    ].join("\n"),
  );
});

test("names every stage and every reason where all is asked for", async () => {
  await expect(renderStatus({ verdicts: mixed, gates: [] }, { ...options, verbose: true })).toMatchFileSnapshot("whole/status-verbose.txt");
});

test.each([60, 80, 120])("fits a window of %i columns", async (columns) => {
  const text = renderStatus({ verdicts: mixed, gates: [] }, { ...options, verbose: true, columns });
  const rows = text.split("\n").filter((line) => line.startsWith("  "));
  expect(rows.filter((row) => row.length > columns)).toEqual([]);
  await expect(text).toMatchFileSnapshot(`whole/status-${columns}-columns.txt`);
});

test("a thousand instances with one reason are one line, and one that differs is another", () => {
  const record = (index: number): Verdict => ({
    state: "stale",
    key,
    reasons: changed(
      index === 500
        ? { subject: "env", name: "SEED", before: "1", after: "2", details: [] }
        : {
            subject: "input",
            name: "rows",
            before: `0000${1000 + index}`,
            after: "99999999",
            maker: asStageId(`sample@${index}`),
            details: [],
          },
    ),
  });
  const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`train@${index}`, record(index)]));
  const after = {
    state: "undecided",
    after: [asStageId("train@0"), asStageId("train@1"), asStageId("train@2"), asStageId("train@3")],
    reasons: [],
  } as const;
  expect(renderStatus({ verdicts: table({ ...many, choose: after }), gates: [] }, options)).toBe(
    [
      "Must run",
      "  train@* (999)  input rows from sample@* changed",
      "  train@500      env SEED 1 -> 2",
      "",
      "May follow",
      "  choose         if train@* (4) change their outputs",
      "",
      "1000 must run, 1 may follow: millrace run pipelines/wine",
      "",
    ].join("\n"),
  );
});

test("says that there is nothing to do", () => {
  expect(renderStatus({ verdicts: table({ train: { state: "fresh", key, reasons: [] } }), gates: [] }, options)).toBe(
    "1 stage fresh: nothing to do\n",
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
      "Blocked",
      "  register  by evaluate",
      "",
      "gate failed  evaluate: accuracy is 0.9722, wanted >= 0.999: short by 0.0268",
      "",
      "1 blocked, 1 gate failed, 1 fresh: millrace run pipelines/wine",
      "",
    ].join("\n"),
  );
});

test("for scripts is a line a stage, between tabs, without control characters", () => {
  const odd = table({
    odd: {
      state: "stale",
      key,
      reasons: changed({ subject: "env", name: "TEXT", before: "one\ttwo", after: "three\u001b[31m", details: [] }),
    },
  });
  expect(statusLines(mixed) + statusLines(odd)).toBe(
    [
      "fresh\tvalidate\t",
      "restorable\tsplit\tout/split/train.arrow is missing",
      "stale\ttrain@mlp-1\tparam training.epochs 60 -> 5 and 2 more",
      "undecided\tevaluate\tif train@mlp-1 changes its output",
      "undecided\tsummarize\tcommand: --top 3 -> --top 5; after evaluate",
      "blocked\tregister\tby evaluate",
      "absent\tdeploy\tthe bytes of deployment are in no store",
      "skipped\tnotify\tits `when` is false, or an input is skipped",
      "stale\todd\tenv TEXT one two -> three [31m",
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
