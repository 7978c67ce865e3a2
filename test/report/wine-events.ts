import type { Diagnostic } from "../../engine/diagnostics/diagnostic.ts";
import type { ExitCode } from "../../engine/diagnostics/exit-code.ts";
import { type Event, type GateEvaluated, type Outcome, outcomes, type StageFinished } from "../../engine/events/event.ts";
import type { Reason } from "../../engine/events/reason.ts";
import { asDigest, asProjectPath, asStageId, type StageId } from "../../engine/platform/identity.ts";

const stages = ["validate", "split", "train", "evaluate", "register", "deploy"].map(asStageId);
const [validate, split, train, evaluate, register, deploy] = stages as [StageId, StageId, StageId, StageId, StageId, StageId];

/** 2026-03-04T05:06:07Z. */
export const startOfRun = Date.UTC(2026, 2, 4, 5, 6, 7);

const epochsChanged: readonly Reason[] = [
  { kind: "key-changed", changes: [{ subject: "param", name: "training.epochs", before: "60", after: "5", details: [] }] },
];
const modelChanged: readonly Reason[] = [
  { kind: "key-changed", changes: [{ subject: "input", name: "model", before: "a", after: "b", details: [] }] },
].map(
  (reason) =>
    ({ ...reason, changes: reason.changes.map((change) => ({ ...change, before: "a".repeat(64), after: "b".repeat(64) })) }) as Reason,
);
const metrics = { accuracy: 0.9722222, "accuracy.low": 0.8583, "accuracy.high": 0.9951, f1: 0.97123, log_loss: 0.0812345 };

const started = (ids: readonly StageId[]): Event => ({
  type: "run-started",
  run: "20260304T050607Z-17",
  pipeline: asProjectPath("pipelines/wine/pipeline.yaml"),
  name: "wine",
  at: startOfRun,
  stages: ids,
  params: { seed: 7, training: { epochs: 5 } },
  jobs: 2,
  edges: [],
  environment: { millrace: "0.1.0", node: "20.19.0", system: "linux x64", processors: 2 },
});

export function finishedStage(stage: StageId, outcome: Outcome, more: Partial<StageFinished> = {}): StageFinished {
  return {
    type: "stage-finished",
    stage,
    outcome,
    milliseconds: 0,
    reasons: [],
    inputs: [],
    outputs: [],
    metrics: {},
    diagnostics: [],
    ...more,
  };
}

const output = (stage: StageId, port: string, extension: string) => ({
  port,
  path: asProjectPath(`pipelines/wine/out/${stage}/${port}${extension}`),
  digest: asDigest("c".repeat(64)),
});

function ended(
  events: readonly Event[],
  run: { readonly exitCode: ExitCode; readonly milliseconds: number; readonly path?: readonly [StageId, number][] },
): readonly Event[] {
  const finished = events.filter((event) => event.type === "stage-finished");
  const counts = Object.fromEntries(outcomes.map((outcome) => [outcome, finished.filter((event) => event.outcome === outcome).length]));
  return [
    ...events,
    {
      type: "run-finished",
      run: "20260304T050607Z-17",
      exitCode: run.exitCode,
      milliseconds: run.milliseconds,
      counts: counts as Record<Outcome, number>,
      criticalPath: (run.path ?? []).map(([stage, milliseconds]) => ({ stage, milliseconds })),
    },
  ];
}

const gate = (threshold: number): GateEvaluated => ({
  type: "gate-evaluated",
  stage: evaluate,
  expression: `accuracy >= ${threshold}`,
  metric: "accuracy",
  value: metrics.accuracy,
  operator: ">=",
  threshold,
  passed: metrics.accuracy >= threshold,
});

const trainProgress: readonly Event[] = [1, 2, 3, 4, 5].map((step) => ({
  type: "stage-progress",
  stage: train,
  step,
  total: 5,
  unit: "epoch",
  values: { loss: 1 / (step + 0.3), accuracy: 0.5 + step / 12 },
}));

export const fewerEpochs: readonly Event[] = ended(
  [
    started(stages),
    finishedStage(validate, "fresh"),
    finishedStage(split, "fresh"),
    { type: "stage-started", stage: train, attempt: 1, reasons: epochsChanged },
    ...trainProgress,
    { type: "stage-output", stage: train, stream: "stdout", line: "early stopping was not needed" },
    finishedStage(train, "ran", {
      milliseconds: 3240,
      reasons: epochsChanged,
      backend: "wasm",
      outputs: [output(train, "model", ""), output(train, "history", ".arrow"), output(train, "report", ".md")],
    }),
    { type: "stage-started", stage: evaluate, attempt: 1, reasons: modelChanged },
    finishedStage(evaluate, "ran", {
      milliseconds: 812,
      reasons: modelChanged,
      metrics,
      outputs: [output(evaluate, "metrics", ".json"), output(evaluate, "report", ".md")],
    }),
    gate(0.93),
    { type: "stage-started", stage: register, attempt: 1, reasons: modelChanged },
    finishedStage(register, "ran", { milliseconds: 41, reasons: modelChanged, outputs: [output(register, "version", ".json")] }),
    { type: "stage-started", stage: deploy, attempt: 1, reasons: [{ kind: "world-differs", expected: "wine 1.1.0", found: "wine 1.0.0" }] },
    finishedStage(deploy, "ran", { milliseconds: 990, outputs: [output(deploy, "deployment", ".json")] }),
  ],
  {
    exitCode: 0,
    milliseconds: 5190,
    path: [
      [train, 3240],
      [evaluate, 812],
      [register, 41],
      [deploy, 990],
    ],
  },
);

export const nothingToDo: readonly Event[] = ended([started(stages), ...stages.map((stage) => finishedStage(stage, "fresh")), gate(0.93)], {
  exitCode: 0,
  milliseconds: 41,
});

export const gateFailed: readonly Event[] = ended(
  [
    started(stages),
    ...[validate, split, train].map((stage) => finishedStage(stage, "fresh")),
    finishedStage(evaluate, "fresh", { metrics }),
    gate(0.999),
    ...[register, deploy].map((stage) => finishedStage(stage, "blocked", { blockedBy: [evaluate] })),
  ],
  { exitCode: 3, milliseconds: 44 },
);

const crashed: Diagnostic = {
  code: "command-failed",
  severity: "error",
  message: "the command of stage train ended with exit code 1",
  place: {
    file: "pipelines/wine/pipeline.yaml",
    line: 12,
    column: 10,
    frame: "  11 |   train:\n> 12 |     run: python train.py\n     |          ^^^^^^^^^^^^^^^\n  13 |     in: { code: ./train.py }",
  },
  hint: "its output is below",
};

export const commandFailed: readonly Event[] = ended(
  [
    started(stages),
    finishedStage(validate, "restored", {
      milliseconds: 12,
      reasons: [{ kind: "output-missing", port: "table", path: "out/validate/table.arrow" }],
    }),
    finishedStage(split, "fresh"),
    { type: "stage-started", stage: train, attempt: 1, reasons: [{ kind: "no-record" }] },
    { type: "stage-output", stage: train, stream: "stdout", line: "\u001b[2Kreading  5 %\rreading 100 %" },
    { type: "stage-output", stage: train, stream: "stderr", line: "Traceback (most recent call last):" },
    { type: "stage-output", stage: train, stream: "stderr", line: 'ValueError: <no> "rows" & no columns' },
    finishedStage(train, "failed", {
      milliseconds: 1530,
      reasons: [{ kind: "no-record" }],
      diagnostics: [crashed],
      log: asProjectPath(".millrace/logs/20260304T050607Z-17/train.log"),
    }),
    ...[evaluate, register, deploy].map((stage) => finishedStage(stage, "blocked", { blockedBy: [train] })),
  ],
  {
    exitCode: 1,
    milliseconds: 1602,
    path: [
      [validate, 12],
      [train, 1530],
    ],
  },
);

const many = Array.from({ length: 1000 }, (_, index) => asStageId(`sample@${index}`));
export const thousandFresh: readonly Event[] = ended([started(many), ...many.map((stage) => finishedStage(stage, "fresh"))], {
  exitCode: 0,
  milliseconds: 380,
});

export const thousandBlocked: readonly Event[] = ended(
  [
    started([train, ...many]),
    { type: "stage-started", stage: train, attempt: 1, reasons: [{ kind: "no-record" }] },
    finishedStage(train, "failed", { milliseconds: 20, diagnostics: [crashed] }),
    ...many.map((stage) => finishedStage(stage, "blocked", { blockedBy: [train] })),
  ],
  { exitCode: 1, milliseconds: 400 },
);
