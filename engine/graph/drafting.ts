import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean, listOf } from "../diagnostics/did-you-mean.ts";
import { placeIn } from "../diagnostics/place.ts";
import { parseTemplate } from "../expression/template.ts";
import type { LoadedKind } from "../kind/loaded-kind.ts";
import type { SourceValue, StageSpec } from "../spec/pipeline.ts";
import { stageNamed } from "../spec/stage-named.ts";
import type { CompileContext, Draft, DraftOutput } from "./draft.ts";
import { computedAxes, expandMatrix, type FollowedList, type ListRequest, listReference } from "./expand-matrix.ts";
import type { Instance } from "./instance.ts";
import { kindName } from "./load-kinds.ts";
import { draftOutputs } from "./outputs.ts";
import type { Lists } from "./plan.ts";
import { ProducerIndex } from "./producers.ts";
import type { ProjectFiles } from "./project-files.ts";
import { isPlaceholder, isUnknown } from "./unknown-value.ts";
import { identityOf, sourceValueOf } from "./values.ts";
import { takesPart } from "./when.ts";
import { resolveCwd } from "./work.ts";

export interface DraftingRequest extends CompileContext {
  readonly kinds: ReadonlyMap<string, LoadedKind>;
  readonly files: ProjectFiles;
  readonly lists: Lists;
}

/** Makes a draft of every stage and instance; the stages whose lists are axes of others before those others. */
export class Drafting {
  readonly #request: DraftingRequest;
  readonly #done = new Map<StageSpec, { readonly drafts: readonly Draft[]; readonly producers: () => ProducerIndex }>();
  /** Whose matrices are being followed, each the maker of a list of the one before. */
  readonly #open: StageSpec[] = [];
  readonly #reported = new Set<string>();
  readonly #followed = new Map<string, FollowedList>();

  constructor(request: DraftingRequest) {
    this.#request = request;
  }

  all(): readonly Draft[] {
    return this.#request.pipeline.stages.flatMap((spec) => this.#of(spec).drafts);
  }

  #of(spec: StageSpec) {
    const known = this.#done.get(spec);
    if (known !== undefined) return known;
    const { pipeline, problems } = this.#request;
    this.#open.push(spec);
    const instances = expandMatrix(spec, { params: pipeline.params, problems, followList: (request) => this.#followOnce(request) });
    this.#open.pop();
    if (instances.length === 0 && computedAxes(spec).length > 0) this.#reportEmpty(spec);
    const drafts = instances.map((instance) => this.#draft(instance));
    this.#checkPaths(spec);
    let index: ProducerIndex | undefined;
    const producers = (): ProducerIndex => {
      index ??= new ProducerIndex(drafts, [spec]);
      return index;
    };
    const done = { drafts, producers };
    this.#done.set(spec, done);
    return done;
  }

  #draft(instance: Instance): Draft {
    const { kinds, files, pipeline, problems } = this.#request;
    const kind = kinds.get(kindName(instance.spec)?.value ?? "");
    const context = { pipeline, problems };
    return {
      ...instance,
      kind,
      cwd: resolveCwd(instance, { ...context, files }),
      outputs: draftOutputs({ ...context, instance, kind }),
      off: !takesPart(instance, context),
    };
  }

  /** Every instance asks for its lists, and most of them for the same. */
  #followOnce(request: ListRequest): FollowedList {
    const { spec, axis, before } = request;
    const key = JSON.stringify([spec.name.value, axis, ...[...before].map(([name, value]) => [name, identityOf(value), isUnknown(value)])]);
    const known = this.#followed.get(key) ?? this.#follow(request);
    this.#followed.set(key, known);
    return known;
  }

  #follow(request: ListRequest): FollowedList {
    const { reference, axis, before } = request;
    const dot = reference.value.indexOf(".");
    const named = dot < 0 ? reference.value : reference.value.slice(0, dot);
    const maker = this.#makerOf(request, named);
    if (maker === undefined) return { sources: [] };
    const { drafts, producers } = this.#of(maker);
    const instances = producers().find(named, before)?.instances ?? [];
    const port = dot < 0 ? onlyPort(drafts) : reference.value.slice(dot + 1);
    const found = instances.flatMap((draft) => {
      const output = draft.outputs.find((candidate) => candidate.port === port);
      return output === undefined ? [] : [{ draft, output }];
    });
    const [first] = found;
    if (first === undefined) {
      if (instances.length > 0) this.#reportPort(request, { maker, port, outputs: instances[0]?.outputs ?? [] });
      return instances.length === 0 && drafts.length === 0 ? { sources: [], values: [] } : { sources: [] };
    }
    if (first.output.type !== "list") this.#reportType(request, { maker, output: first.output });
    const lists = found.map(({ draft, output }) => this.#request.lists.get(`${draft.id}.${output.port}`));
    const sources = found.map(({ draft, output }, index) => ({
      axis,
      stage: draft.id,
      port: output.port,
      path: output.path,
      known: lists[index] !== undefined,
      at: reference.at,
    }));
    if (lists.includes(undefined) || sources.some(({ stage }) => isPlaceholder(stage))) return { sources };
    return { sources, values: lists.flatMap((list) => (list ?? []).map((value): SourceValue => sourceValueOf(value, reference.at))) };
  }

  #makerOf(request: ListRequest, named: string): StageSpec | undefined {
    const { pipeline } = this.#request;
    const [name = named] = named.split("@");
    const maker = stageNamed(pipeline, name);
    if (maker === undefined) {
      const names = pipeline.stages.map((spec) => spec.name.value);
      const near = didYouMean(name, names);
      this.#report(request, {
        code: "unknown-stage",
        message: `there is no stage \`${name}\``,
        why: `axis \`${request.axis}\` is to have the values of a list that a stage makes; the stages are ${listOf(names)}`,
        hint:
          near === undefined
            ? `write the values out: \`${request.axis}: [first, second]\``
            : `did you mean \`${near}${request.reference.value.slice(name.length)}\`?`,
      });
      return undefined;
    }
    if (!this.#open.includes(maker)) return maker;
    const names = [...this.#open.slice(this.#open.indexOf(maker)), maker].map((spec) => spec.name.value);
    this.#report(request, {
      code: "cycle",
      message:
        names.length === 2 ? `stage \`${names[0]}\` needs itself` : `these stages need each other: ${names.toReversed().join(" → ")}`,
      why: "how many instances it has would be known only after they have run",
      hint: "let another stage make the list",
    });
    return undefined;
  }

  #reportPort(
    request: ListRequest,
    { maker, port, outputs }: { readonly maker: StageSpec; readonly port: string | undefined; readonly outputs: readonly DraftOutput[] },
  ): void {
    if (maker.incomplete) return;
    const name = maker.name.value;
    const ports = outputs.map((output) => output.port);
    const near = (port === undefined ? undefined : didYouMean(port, ports)) ?? outputs.find(({ type }) => type === "list")?.port;
    this.#report(request, {
      code: "unknown-port",
      message: port === undefined ? `which output of stage \`${name}\` is meant?` : `stage \`${name}\` has no output \`${port}\``,
      why: ports.length === 0 ? "it has no outputs" : `its outputs are ${listOf(ports)}`,
      hint: near === undefined ? undefined : `did you mean \`${name}.${near}\`?`,
    });
  }

  #reportType(request: ListRequest, { maker, output }: { readonly maker: StageSpec; readonly output: DraftOutput }): void {
    const name = `${maker.name.value}.${output.port}`;
    this.#report(request, {
      code: "port-type",
      message: `axis \`${request.axis}\` of stage \`${request.spec.name.value}\` takes a list, and \`${name}\` is a ${output.type}`,
      why: "the values of an axis come from an output of type `list`: a JSON file with a list",
      hint: maker.does.kind === "run" ? `in \`out\` of stage \`${maker.name.value}\`:\n  ${output.port}: { type: list }` : undefined,
    });
  }

  /** Once a place: every combination of the axes before asks again. */
  #report(
    { reference }: ListRequest,
    problem: Pick<Diagnostic, "code" | "message"> & { readonly why: string; readonly hint: string | undefined },
  ): void {
    const key = `${problem.code} ${reference.at.join()}`;
    if (this.#reported.has(key)) return;
    this.#reported.add(key);
    this.#request.problems.add({ ...problem, at: reference.at });
  }

  /** Before its instances are known: each must have a path of its own. */
  #checkPaths(spec: StageSpec): void {
    const axes = computedAxes(spec);
    if (axes.length === 0) return;
    for (const { port, path } of spec.out) {
      const parsed = path === undefined ? undefined : parseTemplate(path.value);
      if (path === undefined || parsed?.ok !== true) continue;
      const named = new Set(
        parsed.value.flatMap((part) => (part.kind === "path" && part.segments[0] === "matrix" ? [part.segments[1]] : [])),
      );
      const missing = axes.find((axis) => !named.has(axis));
      if (missing === undefined) continue;
      this.#request.problems.add({
        code: "output-overlap",
        message: `output \`${port.value}\` of stage \`${spec.name.value}\` has one path in several instances`,
        at: path.at,
        why: `axis \`${missing}\` has as many values as a list has`,
        hint: `put \`\${{ matrix.${missing} }}\` into the path, or leave the path out`,
      });
    }
  }

  #reportEmpty(spec: StageSpec): void {
    const { problems, lists } = this.#request;
    const named = (spec.matrix?.axes ?? []).flatMap(({ values }) => listReference(values) ?? []);
    const empty = named.find(({ value }) => lists.get(value)?.length === 0) ?? named[0];
    if (empty === undefined || problems.diagnostics.some(({ severity }) => severity === "error")) return;
    const place = placeIn(problems.sources, empty.at);
    const because = lists.get(empty.value)?.length === 0 ? `the list ${empty.value} is empty` : "its lists leave none";
    problems.addDiagnostic({
      code: "matrix-empty",
      severity: "warning",
      message: `stage \`${spec.name.value}\` has no instances: ${because}`,
      ...(place !== undefined && { place }),
      why: "what takes its outputs as a list gets an empty one",
    });
  }
}

/** `plan` is enough where `plan` has one output. */
const onlyPort = ([first]: readonly Draft[]): string | undefined => (first?.outputs.length === 1 ? first.outputs[0]?.port : undefined);
