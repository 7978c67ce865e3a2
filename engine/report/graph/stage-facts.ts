import type { InputSource, KeyValue, Plan, PlanStage } from "../../graph/plan.ts";
import { stageNamed } from "../../spec/stage-named.ts";
import { shortReason } from "../reason.ts";
import type { Fact } from "./drawing.ts";
import { grouped } from "./grouped.ts";
import type { GraphStage } from "./plan-graph.ts";
import { stateOrder } from "./stage-words.ts";

/** What there is to know of a stage, or of the instances that one node stands for. */
export function stageFacts(plan: Plan): (stages: readonly GraphStage[]) => readonly Fact[] {
  return (stages) => {
    const [first, ...others] = stages;
    const stage = first === undefined ? undefined : plan.stages.get(first.stage);
    if (first === undefined || stage === undefined) return [];
    const facts = others.length > 0 ? groupFacts(stages, stage) : oneFacts(first, { stage, plan });
    return facts.filter(({ lines }) => lines.length > 0);
  };
}

function oneFacts(known: GraphStage, { stage, plan }: { readonly stage: PlanStage; readonly plan: Plan }): readonly Fact[] {
  const description = stageNamed(plan.pipeline, stage.name)?.description;
  const roleWords = (roles: readonly string[]): string => (roles.length === 0 ? "" : ` (${roles.join(", ")})`);
  return [
    { heading: "description", lines: description === undefined ? [] : [description] },
    { heading: "because", lines: known.reasons.map(shortReason) },
    { heading: "command", lines: commandLines(stage) },
    { heading: "with", lines: valueLines(stage.with, "") },
    { heading: "environment", lines: [...valueNames(stage.env), ...stage.passEnv.map((name) => `${name} (passed through)`)] },
    {
      heading: "inputs",
      lines: stage.inputs.flatMap(({ port, from }, index) =>
        from.map((source) => `${port}: ${sourceText(source)}${roleWords(known.inputs[index]?.roles ?? [])}`),
      ),
    },
    {
      heading: "outputs",
      lines: known.outputs.map(({ output, path, type, roles }) => `${output}: ${path}, ${type}${roleWords(roles)}`),
    },
    {
      heading: "gates",
      lines: known.gates.map(({ expression, passed }) => `${expression}${passed === null ? "" : passed ? ": passed" : ": failed"}`),
    },
    { heading: "after", lines: known.after },
  ];
}

function groupFacts(stages: readonly GraphStage[], one: PlanStage): readonly Fact[] {
  const byState = grouped(stages, ({ state }) => state ?? "instances");
  const order = [...stateOrder, "instances"] as const;
  return [
    { heading: "because", lines: limited([...new Set(stages.flatMap(({ reasons }) => reasons.map(shortReason)))]) },
    ...order.map((state) => ({ heading: state, lines: limited((byState.get(state) ?? []).map(({ stage }) => stage)) })),
    { heading: "inputs", lines: one.inputs.map(({ port }) => port) },
    { heading: "outputs", lines: one.outputs.map(({ port, type }) => `${port}: ${type}`) },
  ];
}

/** Lines; the rest are counted. */
const most = 12;
const limited = (lines: readonly string[]): readonly string[] =>
  lines.length <= most ? lines : [...lines.slice(0, most - 1), `and ${lines.length - most + 1} more`];

function commandLines({ does }: PlanStage): readonly string[] {
  if (does.kind === "uses") return [];
  return typeof does.command === "string" ? does.command.trimEnd().split("\n") : [JSON.stringify(does.command)];
}

const sourceText = (source: InputSource): string =>
  source.kind === "file" ? source.path : `${source.stage}.${source.port}, ${source.path}`;

const valueNames = (values: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(values).map(([name, value]) => `${name}=${value}`);

/** `model.layers.0.dense: 32`, a line for each scalar. */
function valueLines(value: KeyValue, path: string): readonly string[] {
  const within = (name: string | number): string => (path === "" ? `${name}` : `${path}.${name}`);
  if ("list" in value) {
    if (value.list.length === 0) return [`${path}: []`];
    return value.list.flatMap((item, index) => valueLines(item, within(index)));
  }
  if ("map" in value) return Object.entries(value.map).flatMap(([name, item]) => valueLines(item, within(name)));
  return [`${path}: ${value.tag === "str" ? JSON.stringify(value.text) : value.text}`];
}
