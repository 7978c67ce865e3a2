import { didYouMean, listOf } from "../diagnostics/did-you-mean.ts";
import type { Located, Span } from "../diagnostics/source.ts";
import type { InputSpec } from "../spec/pipeline.ts";
import type { CompileContext, Draft, DraftInput } from "./draft.ts";
import { checkPortTypes } from "./input-types.ts";
import type { InputSource } from "./plan.ts";
import type { ProducerIndex } from "./producers.ts";
import type { ProjectFiles } from "./project-files.ts";
import { projectPath } from "./project-path.ts";
import { resolveText } from "./resolve.ts";

export interface InputsRequest extends CompileContext {
  readonly draft: Draft;
  readonly producers: ProducerIndex;
  readonly files: ProjectFiles;
}

/** Follows what a stage says under `in`, and compares it with the ports of its kind. */
export function draftInputs(request: InputsRequest): readonly DraftInput[] {
  reportPorts(request);
  return request.draft.spec.in.map((input) => {
    const sources = input.from.map((from) => ({ at: from.at, ...follow(request, from) }));
    const from = sources.flatMap((source) => source.found);
    const gathered = sources.some((source) => source.gathered) || input.from.length > 1;
    const places = sources.flatMap(({ at, found }) => found.map((): Span => at));
    const open = sources.some((source) => source.open);
    const drafted = { port: input.port.value, at: input.port.at, from, gathered, places, open };
    checkPortTypes(request, { input, drafted });
    return drafted;
  });
}

function reportPorts({ draft, producers, problems }: InputsRequest): void {
  const { spec, kind } = draft;
  if (kind === undefined) return;
  const { name, ports } = kind.kind;
  const known = Object.keys(ports.in);
  const bound = new Set(spec.in.map(({ port }) => port.value));
  const strange = spec.does.kind === "run" ? [] : spec.in.filter(({ port }) => !known.includes(port.value));
  const near = new Map(
    strange.map((input) => [
      input,
      didYouMean(
        input.port.value,
        known.filter((port) => !bound.has(port)),
      ),
    ]),
  );
  for (const input of strange) {
    const hint = near.get(input);
    problems.add({
      code: "extra-input",
      message: `the kind \`${name}\` has no input \`${input.port.value}\``,
      at: input.port.at,
      why: known.length === 0 ? "it has no inputs" : `its inputs are ${listOf(known)}`,
      hint: hint === undefined ? undefined : `did you mean \`${hint}\`?`,
    });
  }
  const misspelt = new Set(near.values());
  const takesModel = Object.values(ports.in).some(({ type }) => type === "model");
  for (const [port, { optional, description, type }] of Object.entries(ports.in)) {
    if (optional === true || bound.has(port) || misspelt.has(port) || spec.incomplete) continue;
    // What measures a model wants rows that it has not seen.
    const wanted = {
      types: typeof type === "string" ? [type] : type,
      port,
      ...(takesModel && type === "table" && { role: "test" as const }),
    };
    problems.add({
      code: "missing-input",
      message: `stage \`${spec.name.value}\` has no input \`${port}\``,
      at: spec.name.at,
      why: `the kind \`${name}\` needs it: ${description}`,
      hint: `in:\n  ${port}: ${producers.suggestionFor(wanted, draft) ?? (type === "model" || takesModel ? "stage.port" : "./path")}`,
    });
  }
}

interface Followed {
  readonly found: readonly InputSource[];
  readonly gathered: boolean;
  readonly open: boolean;
}

const nothing: Followed = { found: [], gathered: false, open: false };

function follow(request: InputsRequest, from: InputSpec["from"][number]): Followed {
  const { draft, pipeline, problems } = request;
  const text = resolveText(from, { scope: { params: pipeline.params, matrix: draft.matrix }, problems });
  if (text === undefined) return nothing;
  if (/^(?:\.{1,2}(?:\/|$)|\/)/.test(text)) return followFile(request, { text, at: from.at });
  return followStage(request, { value: text, at: from.at });
}

function followFile({ pipeline, problems }: InputsRequest, { text, at }: { readonly text: string; readonly at: Span }): Followed {
  const path = projectPath(pipeline.folder, text);
  if (path !== undefined) return { found: [{ kind: "file", path }], gathered: false, open: false };
  problems.add({
    code: "input-outside-project",
    message: `\`${text}\` is outside the project`,
    at,
    why: "what lies outside is not there on another machine, and its changes belong to no commit",
    hint: text.startsWith("/") ? "write a path relative to this file, `./…`" : "copy or link it into the project",
  });
  return nothing;
}

function followStage(request: InputsRequest, reference: Located<string>): Followed {
  const { draft, producers, problems } = request;
  const { value, at } = reference;
  const dot = value.indexOf(".");
  const stage = dot < 0 ? value : value.slice(0, dot);
  const found = producers.find(stage, draft.axes);
  if (found === undefined) {
    reportStage(request, { reference, stage });
    return nothing;
  }
  if (found.instances.length === 0 && found.open && found.gathered) return { found: [], gathered: true, open: true };
  if (found.instances.length === 0) {
    problems.add({
      code: "matrix-pairing",
      message: `no instance of stage \`${stage}\` has the values of \`${draft.id}\``,
      at,
      why: "stages that share an axis are paired by equal values: tag and text",
    });
    return nothing;
  }
  const port = dot < 0 ? onlyPort(found.instances) : value.slice(dot + 1);
  const sources = found.instances.flatMap((instance): readonly InputSource[] => {
    const output = instance.outputs.find((candidate) => candidate.port === port);
    return output ? [{ kind: "stage", stage: instance.id, port: output.port, path: output.path, type: output.type }] : [];
  });
  if (sources.length === 0) reportPort(request, { reference, producer: found.instances[0], port });
  return { found: sources, gathered: found.gathered, open: found.open };
}

/** `train` is enough where `train` has one output. */
function onlyPort([first]: readonly Draft[]): string | undefined {
  return first?.outputs.length === 1 ? first.outputs[0]?.port : undefined;
}

function reportStage(
  { producers, pipeline, files, problems }: InputsRequest,
  { reference, stage }: { reference: Located<string>; stage: string },
): void {
  if (hasNoInstances(stage, { pipeline, producers })) return;
  const near = didYouMean(stage, producers.names);
  const path = projectPath(pipeline.folder, reference.value);
  const isFile = path !== undefined && (reference.value.includes("/") || files.typeOf(path) !== undefined);
  const suggestion = near === undefined ? undefined : `did you mean \`${near}${reference.value.slice(stage.length)}\`?`;
  problems.add({
    code: "unknown-stage",
    message: `there is no stage \`${stage}\``,
    at: reference.at,
    why: isFile ? "`stage.port` is a reference; a file starts with `./`" : `the stages are ${listOf(producers.names)}`,
    hint: isFile ? `write \`./${reference.value}\`` : suggestion,
  });
}

/** Whether it is there, and has a matrix with a fault that is reported in its place. */
export function hasNoInstances(stage: string, { pipeline, producers }: Pick<InputsRequest, "pipeline" | "producers">): boolean {
  const [name = stage] = stage.split("@");
  return !producers.names.includes(name) && pipeline.stages.some((spec) => spec.name.value === name);
}

interface PortProblem {
  readonly reference: Located<string>;
  readonly producer: Draft | undefined;
  readonly port: string | undefined;
}

function reportPort({ problems }: InputsRequest, { reference, producer, port }: PortProblem): void {
  if (producer === undefined || isBroken(producer)) return;
  const name = producer.spec.name.value;
  const ports = producer.outputs.map((output) => output.port);
  const near = port === undefined ? undefined : didYouMean(port, ports);
  const first = near ?? ports[0];
  problems.add({
    code: "unknown-port",
    message: port === undefined ? `which output of stage \`${name}\` is meant?` : `stage \`${name}\` has no output \`${port}\``,
    at: reference.at,
    why: ports.length === 0 ? "it has no outputs" : `its outputs are ${listOf(ports)}`,
    hint: first === undefined ? undefined : near === undefined ? `write \`${name}.${first}\`` : `did you mean \`${name}.${near}\`?`,
  });
}

/** Nobody knows its outputs: its kind could not be loaded, or something was left out of it. */
const isBroken = ({ spec, kind }: Draft): boolean => spec.incomplete || (spec.does.kind !== "run" && kind === undefined);
