import type { Located } from "../diagnostics/source.ts";
import { asProjectPath, type ProjectPath } from "../platform/identity.ts";
import type { SourceValue, StageSpec } from "../spec/pipeline.ts";
import { resolveArguments, resolveShellCommand } from "./command.ts";
import type { CompileContext, Draft, DraftInput } from "./draft.ts";
import type { Instance } from "./instance.ts";
import { mapToken } from "./map-folder.ts";
import type { CommandWork, KindWork, PlanStage } from "./plan.ts";
import type { ProjectFiles } from "./project-files.ts";
import { pathFrom, projectPath } from "./project-path.ts";
import { type ResolveContext, resolveText, resolveValue } from "./resolve.ts";
import type { Scope } from "./scope.ts";
import { isPlaceholder } from "./unknown-value.ts";
import { resolveWith } from "./with.ts";

/** Where a command runs; reported where that is no folder of the project. */
export function resolveCwd({ id, spec, matrix }: Instance, context: CompileContext & { readonly files: ProjectFiles }): ProjectPath {
  const { pipeline, problems, files } = context;
  if (spec.cwd === undefined) return pipeline.folder;
  const text = resolveText(spec.cwd, { scope: { params: pipeline.params, matrix }, problems });
  const cwd = text === undefined ? pipeline.folder : projectPath(pipeline.folder, text);
  if (isPlaceholder(id) && text !== spec.cwd.value) return cwd ?? pipeline.folder;
  if (cwd === undefined) {
    problems.add({
      code: "input-outside-project",
      message: `\`cwd\` of stage \`${spec.name.value}\` is outside the project`,
      at: spec.cwd.at,
    });
  } else if (files.typeOf(cwd) !== "directory") {
    const near = files.sibling(cwd);
    const message = `there is no folder \`${cwd}\``;
    problems.add({
      code: "missing-file",
      message,
      at: spec.cwd.at,
      hint: near && `did you mean \`./${pathFrom(pipeline.folder, near)}\`?`,
    });
  } else {
    const real = files.linked(cwd);
    if (real !== undefined) {
      problems.add({
        code: "linked-cwd",
        message: `\`cwd\` of stage \`${spec.name.value}\` is reached by a link`,
        at: spec.cwd.at,
        why: `it leads to \`${files.realOf(cwd, { followLast: true }) ?? real}\`, where \`../\` means another folder: the command would read and write elsewhere than its stage says`,
        hint: "name the folder itself, or leave `cwd` out",
      });
    }
  }
  return cwd ?? pipeline.folder;
}

export interface ResolvedWork extends Pick<PlanStage, "with" | "env" | "tools"> {
  readonly does: KindWork | CommandWork | undefined;
  /** `with` as written, templates resolved. */
  readonly value: SourceValue;
  readonly context: ResolveContext;
}

/** Resolves `env`, then `with`, then the command: each may name the ones before. */
export function resolveWork(
  draft: Draft,
  { pipeline, problems, inputs }: CompileContext & { readonly inputs: readonly DraftInput[] },
): ResolvedWork {
  const { spec } = draft;
  const base: Scope = { params: pipeline.params, matrix: draft.matrix, incomplete: spec.incomplete };
  const ports: Scope = spec.does.kind === "run" ? { ...base, in: pathsIn(inputs, draft), out: pathsOut(draft) } : base;
  const envValues = resolveEnv(spec, { scope: ports, problems });
  const withEnv: Scope = { ...ports, env: envValues };
  const { value, key } = resolveWith(draft, { scope: withEnv, problems });
  const context: ResolveContext = { scope: { ...withEnv, with: value }, problems };
  const tools = spec.tools.flatMap((text) => resolveShellCommand({ text, shell: "sh" }, context) ?? []);
  const env = Object.fromEntries([...envValues].map(([name, scalar]) => [name, scalar.kind === "scalar" ? scalar.text : ""]));
  return { does: resolveDoes(draft, context), value, with: key, env, tools, context };
}

function resolveDoes(draft: Draft, context: ResolveContext): KindWork | CommandWork | undefined {
  const { spec, kind, cwd } = draft;
  if (spec.does.kind === "uses") {
    if (kind === undefined) return undefined;
    return { kind: "uses", stageKind: kind.kind, effect: kind.kind.work.effect === true, ...(kind.module && { module: kind.module }) };
  }
  if (spec.does.kind === "missing") return undefined;
  const written = spec.does.command;
  const command = isList(written) ? resolveArguments(written, context) : resolveShellCommand({ text: written, shell: spec.shell }, context);
  return command === undefined ? undefined : { kind: "run", command, shell: spec.shell, cwd, effect: false };
}

const isList = (command: Located<string> | readonly Located<string>[]): command is readonly Located<string>[] => Array.isArray(command);

function resolveEnv(spec: StageSpec, context: ResolveContext): ReadonlyMap<string, SourceValue> {
  const env = new Map<string, SourceValue>();
  for (const { name, value } of spec.env) {
    const resolved = resolveValue(value, context);
    if (resolved?.kind === "scalar" && resolved.tag !== "null") env.set(name.value, resolved);
    else if (resolved !== undefined) {
      const code = resolved.kind === "scalar" ? "null-in-text" : "wrong-type";
      const message = `the variable \`${name.value}\` is a text, not ${resolved.kind === "scalar" ? "null" : `a ${resolved.kind}`}`;
      context.problems.add({ code, message, at: value.at, hint: resolved.kind === "scalar" ? 'write `""` for an empty text' : undefined });
    }
  }
  return env;
}

function pathsIn(inputs: readonly DraftInput[], { cwd, spec }: Draft): ReadonlyMap<string, readonly string[]> {
  const paths = ({ port, from, open }: DraftInput): readonly string[] => {
    if (port === spec.map?.port.value) return [pathFrom(cwd, asProjectPath(`${mapToken}in/${port}`))];
    const known = from.map(({ path }) => pathFrom(cwd, asProjectPath(path)));
    // What stands for any number of paths must not pass for one.
    return open && from.some((source) => source.kind === "stage" && isPlaceholder(source.stage)) ? [...known, ...known] : known;
  };
  return new Map(inputs.map((input) => [input.port, paths(input)]));
}

const pathsOut = ({ outputs, cwd, spec }: Draft): ReadonlyMap<string, readonly string[]> =>
  new Map(
    outputs.map(({ port, path }) => [port, [pathFrom(cwd, spec.map === undefined ? path : asProjectPath(`${mapToken}out/${port}`))]]),
  );
