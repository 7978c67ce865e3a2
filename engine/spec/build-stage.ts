import type { Located } from "../diagnostics/source.ts";
import type { PortType, Role } from "../kind/port.ts";
import type { MatrixSpec, OutputSpec, SourceEntry, SourceValue, StageSpec } from "./pipeline.ts";
import type { PipelineFile, Stage } from "./pipeline-file.generated.ts";
import { scalarValue } from "./plain-value.ts";
import { durationInMilliseconds } from "./quantity.ts";
import { mergeResources, resources } from "./resources.ts";
import { retries } from "./retries.ts";
import { text, texts } from "./texts.ts";
import { entryOf } from "./tree-path.ts";

/** What stands at the top of the file for all stages. */
export type StageDefaults = Pick<StageSpec, "env" | "passEnv" | "resources">;

export function readDefaults(file: SourceValue): StageDefaults {
  const at = (key: keyof PipelineFile) => entryOf(file, key)?.value;
  return { env: environment(at("env")), passEnv: texts(at("passEnv")), resources: resources(at("resources")) };
}

export interface StageReading {
  readonly entry: SourceEntry;
  readonly defaults: StageDefaults;
  readonly incomplete: boolean;
}

/** A stage as its schema admits it; what does not fit has been left out before, and `incomplete` says so. */
export function buildStage({ entry, defaults, incomplete }: StageReading): StageSpec {
  const at = (key: keyof Stage) => entryOf(entry.value, key)?.value;
  const [as, cwd] = [text(at("as")), text(at("cwd"))];
  const [settings, when, matrix, timeout, description] = [
    at("with"),
    at("when"),
    at("matrix"),
    text(at("timeout")),
    text(at("description")),
  ];
  return {
    name: { value: entry.key, at: entry.keyAt },
    at: entry.keyAt,
    does: work(at("uses"), at("run")),
    incomplete,
    ...(as !== undefined && { as }),
    in: entriesOf(at("in")).map(({ key, keyAt, value }) => ({ port: { value: key, at: keyAt }, from: texts(value) })),
    out: entriesOf(at("out")).map(output),
    ...(settings !== undefined && { with: settings }),
    env: mergeEnvironment(defaults.env, environment(at("env"))),
    passEnv: mergeNames(defaults.passEnv, texts(at("passEnv"))),
    tools: texts(at("tools")),
    ...(cwd !== undefined && { cwd }),
    shell: text(at("shell"))?.value === "bash" ? "bash" : "sh",
    after: texts(at("after")),
    ...(matrix?.kind === "map" && { matrix: matrixOf(matrix) }),
    ...mapOf(text(at("map")), text(at("batch"))),
    ...(when !== undefined && { when }),
    gate: texts(at("gate")),
    ...(timeout !== undefined && { timeout: durationInMilliseconds(timeout.value) }),
    retries: retries(at("retries")),
    resources: mergeResources(defaults.resources, resources(at("resources"))),
    rerun: at("rerun") !== undefined,
    frozen: isTrue(at("frozen"), false),
    cache: isTrue(at("cache"), true),
    allowUndeclared: at("undeclared") !== undefined,
    ...(description !== undefined && { description: description.value }),
  };
}

function work(uses: SourceValue | undefined, run: SourceValue | undefined): StageSpec["does"] {
  const kind = text(uses);
  if (kind !== undefined) return { kind: "uses", uses: kind };
  if (run?.kind === "list") return { kind: "run", command: texts(run) };
  const command = text(run);
  return command === undefined ? { kind: "missing" } : { kind: "run", command };
}

const entriesOf = (value: SourceValue | undefined): readonly SourceEntry[] => (value?.kind === "map" ? value.entries : []);

const isTrue = (value: SourceValue | undefined, otherwise: boolean): boolean =>
  value?.kind === "scalar" ? scalarValue(value) === true : otherwise;

function output({ key, keyAt, value }: SourceEntry): OutputSpec {
  const port = { value: key, at: keyAt };
  const path = text(value.kind === "map" ? entryOf(value, "path")?.value : value);
  const type = text(entryOf(value, "type")?.value)?.value as PortType | undefined;
  const role = text(entryOf(value, "role")?.value)?.value as Role | undefined;
  return { port, ...(path !== undefined && { path }), ...(type !== undefined && { type }), ...(role !== undefined && { role }) };
}

const environment = (value: SourceValue | undefined): StageSpec["env"] =>
  entriesOf(value).map((entry) => ({ name: { value: entry.key, at: entry.keyAt }, value: entry.value }));

const mergeEnvironment = (shared: StageSpec["env"], own: StageSpec["env"]): StageSpec["env"] => {
  const names = new Set(own.map(({ name }) => name.value));
  return [...shared.filter(({ name }) => !names.has(name.value)), ...own];
};

const mergeNames = (shared: StageSpec["passEnv"], own: StageSpec["passEnv"]): StageSpec["passEnv"] => {
  const names = new Set(own.map(({ value }) => value));
  return [...shared.filter(({ value }) => !names.has(value)), ...own];
};

/** `in.images` names the port. */
function mapOf(map: Located<string> | undefined, batch: Located<string> | undefined): Pick<StageSpec, "map"> {
  if (map === undefined) return {};
  return { map: { port: { ...map, value: map.value.replace(/^in\./, "") }, batch: Number(batch?.value ?? 1) } };
}

function matrixOf(value: SourceValue & { readonly kind: "map" }): MatrixSpec {
  const listed = (key: string) => {
    const found = entryOf(value, key)?.value;
    return found?.kind === "list" ? found.items : [];
  };
  const axes = value.entries.filter(({ key }) => key !== "include" && key !== "exclude");
  return {
    at: value.at,
    axes: axes.map((axis) => ({ name: { value: axis.key, at: axis.keyAt }, values: axis.value })),
    include: listed("include"),
    exclude: listed("exclude"),
  };
}
