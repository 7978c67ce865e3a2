import { listOf } from "../diagnostics/did-you-mean.ts";
import type { PortType } from "../kind/port.ts";
import type { InputSpec } from "../spec/pipeline.ts";
import type { DraftInput } from "./draft.ts";
import type { InputsRequest } from "./inputs.ts";
import type { InputSource } from "./plan.ts";
import { isPlaceholder } from "./unknown-value.ts";

export interface CheckedInput {
  readonly input: InputSpec;
  readonly drafted: DraftInput;
}

/** Compares what comes in with what the kind's port takes. */
export function checkPortTypes(request: InputsRequest, { input, drafted }: CheckedInput): void {
  const { draft, problems } = request;
  const port = draft.kind?.kind.ports.in[input.port.value];
  if (port === undefined) return;
  const types = typeof port.type === "string" ? [port.type] : port.type;
  if ((drafted.from.length > 1 || drafted.open) && !types.includes("list")) {
    const count = drafted.open ? "as many as a list has" : drafted.from.length;
    problems.add({
      code: "port-type",
      message: `input \`${input.port.value}\` of stage \`${draft.spec.name.value}\` takes one ${types.join(" or ")}, and gets ${count}`,
      at: input.from[0]?.at ?? input.port.at,
      why: "a stage without the matrix of what it takes gets all of its instances, as a list",
      hint: `give this stage the same \`matrix\`, or name one instance${example(drafted.from[0])}`,
    });
    return;
  }
  const single = types.filter((type) => type !== "list");
  for (const [index, source] of drafted.from.entries()) {
    const type = typeOf(request, source);
    if (type === undefined || single.length === 0 || single.some((taken) => fits(type, taken))) continue;
    problems.add({
      code: "port-type",
      message: `input \`${input.port.value}\` of stage \`${draft.spec.name.value}\` takes a ${single.join(" or ")}, not a ${type}`,
      at: drafted.places[index] ?? input.port.at,
      why: port.description,
      hint: suggestion(request, { source, types: single }),
    });
    return;
  }
}

const example = (source: InputSource | undefined): string =>
  source?.kind === "stage" && !isPlaceholder(source.stage) ? `: \`${source.stage}.${source.port}\`` : "";

/** What a file holds is seen when it is read. */
function typeOf({ producers }: InputsRequest, source: InputSource): PortType | undefined {
  return source.kind === "file" ? undefined : outputsOf(producers, source.stage).find(({ port }) => port === source.port)?.type;
}

const outputsOf = (producers: InputsRequest["producers"], stage: string) => producers.find(stage, new Map())?.instances[0]?.outputs ?? [];

const folders: readonly PortType[] = ["model", "directory"];

/** A command's untyped `file` or `directory` may be anything of that shape. */
function fits(type: PortType, taken: PortType): boolean {
  if (type === taken) return true;
  if (type === "file") return !folders.includes(taken);
  if (type === "directory") return folders.includes(taken);
  return taken === (folders.includes(type) ? "directory" : "file");
}

function suggestion(
  { producers }: InputsRequest,
  { source, types }: { source: InputSource; types: readonly PortType[] },
): string | undefined {
  if (source.kind === "file") return undefined;
  const fitting = outputsOf(producers, source.stage).filter(({ type }) => types.some((taken) => fits(type, taken)));
  return fitting.length === 0
    ? undefined
    : `of that type ${fitting.length === 1 ? "is" : "are"} ${listOf(fitting.map(({ port }) => `${source.stage}.${port}`))}`;
}
