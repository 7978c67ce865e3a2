import { posix } from "node:path";
import type { PlanInput, PlanOutput, PlanStage } from "../graph/plan.ts";
import type { PortType } from "../kind/port.ts";
import type { Digest, ProjectPath } from "../platform/identity.ts";
import { dependencyVersion } from "../platform/version.ts";
import { canonicalJson } from "./canonical-json.ts";
import { digestOf } from "./digest.ts";
import type { Entry } from "./entry.ts";
import { type InputFact, type Manifest, manifestFormat, type OutputFact } from "./manifest.ts";

export interface ManifestRequest {
  readonly stage: PlanStage;
  /** What comes in, by port, in the order of the port's sources. */
  readonly inputs: Readonly<Record<string, readonly Entry[]>>;
  /** Output of each of the stage's `tools`. */
  readonly tools: Readonly<Record<string, string>>;
}

export function makeManifest({ stage, inputs, tools }: ManifestRequest): Manifest {
  const cwd = stage.does.kind === "run" ? stage.does.cwd : undefined;
  return {
    format: manifestFormat,
    does: workFact(stage),
    env: stage.env,
    tools,
    with: stage.with,
    in: Object.fromEntries(stage.inputs.map((input) => [input.port, inputFacts({ stage, input, entries: inputs[input.port] ?? [], cwd })])),
    gathered: stage.inputs
      .filter((input) => input.gathered)
      .map((input) => input.port)
      .sort(),
    out: Object.fromEntries(stage.outputs.map((output) => [output.port, outputFact(output, cwd)])),
    ...(stage.map !== undefined && { map: stage.map.port }),
  };
}

export interface KeyedManifest {
  readonly key: Digest;
  readonly text: string;
}

export function keyOf(manifest: Manifest): KeyedManifest {
  const text = canonicalJson(manifest);
  return { key: digestOf(text), text };
}

function workFact(stage: PlanStage): Manifest["does"] {
  const { does } = stage;
  if (does.kind === "run") return { command: does.command, shell: does.shell, cwd: does.cwd };
  const { name, version, libraries = [] } = does.stageKind;
  if (does.module === undefined) {
    return { kind: name, version, packages: Object.fromEntries(libraries.map((library) => [library, dependencyVersion(library)])) };
  }
  return { kind: name, version, modules: does.module.modules, packages: does.module.packages };
}

interface InputFactRequest {
  readonly stage: PlanStage;
  readonly input: PlanInput;
  readonly entries: readonly Entry[];
  readonly cwd: ProjectPath | undefined;
}

function inputFacts({ stage, input, entries, cwd }: InputFactRequest): readonly InputFact[] {
  const usual = usualType(stage, input);
  return input.from.map((source, index) => {
    const entry = entries[index];
    if (entry === undefined) throw new Error(`input ${input.port} of a stage was not read before its key was made`);
    const format = entry.shape === "directory" ? "" : posix.extname(source.path).toLowerCase();
    const type = source.kind === "stage" && usual !== undefined && source.type !== usual ? { type: source.type } : {};
    return { ...entry, format, ...type, ...(cwd !== undefined && { path: posix.relative(cwd, source.path) }) };
  });
}

/** What a kind's port takes first; a command is told no type. */
function usualType({ does }: PlanStage, { port }: PlanInput): PortType | undefined {
  const type = does.kind === "uses" ? does.stageKind.ports.in[port]?.type : undefined;
  return typeof type === "string" ? type : type?.[0];
}

const outputFact = (output: PlanOutput, cwd: ProjectPath | undefined): OutputFact => ({
  type: output.type,
  folder: output.folder,
  ...(cwd !== undefined && { path: posix.relative(cwd, output.path) }),
});
