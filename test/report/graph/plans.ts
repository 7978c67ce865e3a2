import { readFileSync } from "node:fs";
import type { GateEvaluated } from "../../../engine/events/event.ts";
import type { State, Verdict } from "../../../engine/freshness/verdict.ts";
import type { Plan } from "../../../engine/graph/plan.ts";
import { asDigest, asStageId, type StageId } from "../../../engine/platform/identity.ts";
import { type DrawingOptions, planDrawing } from "../../../engine/report/graph/plan-drawing.ts";
import { type Judgement, planGraph } from "../../../engine/report/graph/plan-graph.ts";
import { type GraphFormat, renderGraph } from "../../../engine/report/graph/render.ts";
import { stageFacts } from "../../../engine/report/graph/stage-facts.ts";
import { painter } from "../../../engine/report/painter.ts";
import { planOf } from "../../graph/project.ts";

const wineFile = new URL("../../../pipelines/wine/pipeline.yaml", import.meta.url);

/** The plan of the wine example. */
export const winePlan = (): Promise<Plan> =>
  planOf(readFileSync(wineFile, "utf8"), { "data/wine.csv": "", "wine.table.yaml": "", "summarize.mjs": "", "card.md": "" });

/** After an edit of the number of epochs: what is before `train` is fresh, what is after it waits, a gate fails. */
export const wineJudgement: Judgement = {
  verdicts: verdictsOf({
    validate: "fresh",
    split: "fresh",
    train: "stale",
    evaluate: "undecided",
    summarize: "undecided",
    register: "blocked",
    deploy: "blocked",
  }),
  gates: [gate("accuracy >= 0.93", true), gate("accuracy.low >= 0.80", false)],
};

function gate(expression: string, passed: boolean): GateEvaluated {
  return {
    type: "gate-evaluated",
    stage: asStageId("evaluate"),
    expression,
    metric: "accuracy",
    value: 0.9,
    operator: ">=",
    threshold: 0.93,
    passed,
  };
}

export function verdictsOf(states: Readonly<Record<string, State>>): ReadonlyMap<StageId, Verdict> {
  return new Map(Object.entries(states).map(([stage, state]) => [asStageId(stage), verdictOf(state)]));
}

export function verdictOf(state: State): Verdict {
  const key = asDigest("d".repeat(64));
  const before = [asStageId("train")];
  switch (state) {
    case "fresh":
      return { state, key, reasons: [] };
    case "restorable":
    case "absent":
    case "stale": {
      const change = { subject: "param", name: "training.epochs", before: "60", after: "5", details: [] } as const;
      return { state, key, reasons: [{ kind: "key-changed", changes: [change] }] };
    }
    case "undecided":
      return { state, after: before, reasons: [{ kind: "upstream", stages: before }] };
    case "blocked":
      return { state, by: before, reasons: [] };
    case "skipped":
      return { state, reasons: [] };
  }
}

export interface Render extends Partial<Pick<DrawingOptions, "files" | "collapse">> {
  readonly format: GraphFormat | undefined;
  readonly judgement?: Judgement;
  readonly columns?: number;
}

/** What `millrace graph` writes, without colour. */
export function rendered(plan: Plan, { format, judgement, columns = 80, ...options }: Render): Promise<string> {
  const graph = planGraph(plan, judgement);
  const inTerminal = format === undefined || format === "tree" || format === "layers";
  const drawing = planDrawing(graph, { files: !inTerminal, collapse: undefined, facts: stageFacts(plan), ...options });
  return renderGraph(format, { graph, drawing, paint: painter(false), columns, remark: () => {} });
}

const axes = (seeds: number): string =>
  `matrix: { model: [mlp, cnn], seed: [${Array.from({ length: seeds }, (_, index) => index + 1).join(", ")}] }`;

/** A matrix of `2 × seeds` models, each trained and evaluated, and one report of all. */
export const matrixPlan = (seeds: number): Promise<Plan> =>
  planOf(
    `name: bikes
stages:
  fetch:
    run: cp \${{ in.rows }} \${{ out.rows }}
    in: { rows: ./bikes.csv }
    out: { rows: { type: table } }
  train:
    run: cp \${{ in.rows }} \${{ out.model }}
    in: { rows: fetch.rows }
    ${axes(seeds)}
    out: { model: { type: file } }
  evaluate:
    run: cp \${{ in.model }} \${{ out.metrics }}
    in: { model: train.model }
    ${axes(seeds)}
    out: { metrics: { type: metrics } }
  report:
    run: cat \${{ in.metrics }} > \${{ out.text }}
    in: { metrics: evaluate.metrics }
    out: { text: { type: report } }
`,
    { "bikes.csv": "a\n1\n" },
  );
