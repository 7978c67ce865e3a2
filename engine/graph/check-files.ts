import type { ProjectPath, StageId } from "../platform/identity.ts";
import { success } from "../platform/result.ts";
import type { Command } from "./command-words.ts";
import type { Resolved } from "./compile.ts";
import type { CompileContext } from "./draft.ts";
import { checkPathInWith } from "./path-in-with.ts";
import type { PlanStage } from "./plan.ts";
import type { ProjectFiles } from "./project-files.ts";
import { isWithin, pathFrom } from "./project-path.ts";
import { shellQuote } from "./shell-quote.ts";
import { checkUndeclared } from "./undeclared-input.ts";
import { isPlaceholder, unknownText } from "./unknown-value.ts";

export interface FilesRequest extends CompileContext {
  readonly files: ProjectFiles;
  readonly selected: ReadonlySet<StageId>;
  readonly stages: ReadonlyMap<StageId, PlanStage>;
}

/** Compares what the stages say with what stands in the project. */
export function checkFiles(resolved: readonly Resolved[], request: FilesRequest): void {
  const made = new Map<ProjectPath, string>();
  for (const { draft } of resolved) for (const { path, port } of draft.outputs) made.set(path, `${draft.id}.${port}`);
  checkPins(resolved, request);
  for (const stage of resolved) {
    const { draft, inputs, work } = stage;
    if (request.selected.has(draft.id) && request.stages.get(draft.id)?.skipped !== true) reportMissing(stage, { ...request, made });
    if (draft.spec.with) checkPathInWith({ ...request, draft, value: work.value, inputs });
    const command = commandOf(stage);
    if (command) checkUndeclared({ ...request, draft, command, inputs, made });
  }
}

/** A pin that cannot be read is told once; what is pinned is nobody's output. */
function checkPins(resolved: readonly Resolved[], { files, problems }: FilesRequest): void {
  const told = new Set<string>();
  for (const { draft, inputs } of resolved) {
    for (const { from } of inputs) {
      for (const source of from) {
        const pin = source.kind === "file" ? files.pinned(source.path) : success(undefined);
        if (pin.ok || told.has(pin.failure.message)) continue;
        told.add(pin.failure.message);
        problems.addDiagnostic(pin.failure);
      }
    }
    for (const { path, port, at } of draft.outputs) {
      const pin = files.pinned(path);
      if (!pin.ok || pin.value === undefined) continue;
      problems.add({
        code: "output-overlap",
        message: `output \`${port}\` of stage \`${draft.spec.name.value}\` would be written over pinned data`,
        at,
        why: `${pin.value.path}.pin says what ${pin.value.path} is; a stage that writes there would make it something else`,
        hint: `give the output another path, or \`millrace remove ${pin.value.path}\` where a stage makes it now`,
      });
    }
  }
}

/** Of a command that could not be resolved, what is known of it: its templates count as variables of the shell. */
function commandOf({ draft: { spec }, work }: Resolved): Command | undefined {
  if (work.does?.kind === "run") return work.does;
  if (spec.does.kind !== "run") return undefined;
  const { command } = spec.does;
  const text = "value" in command ? command.value : command.map(({ value }) => shellQuote(value)).join(" ");
  return { command: text.replace(/\$\{\{.*?\}\}/gs, "$_"), shell: spec.shell };
}

function reportMissing({ draft, inputs }: Resolved, request: FilesRequest & { readonly made: ReadonlyMap<ProjectPath, string> }): void {
  const { pipeline, problems, files, made } = request;
  for (const { from, places, at, port } of inputs) {
    for (const [index, source] of from.entries()) {
      if (source.kind !== "file" || files.typeOf(source.path) !== undefined || isMade(source.path, made)) continue;
      if (isPlaceholder(draft.id) && source.path.includes(unknownText)) continue;
      if (!files.pinned(source.path).ok) continue;
      const near = files.sibling(source.path);
      problems.add({
        code: "missing-file",
        message: `there is no file \`${pathFrom(pipeline.folder, source.path)}\``,
        at: places[index] ?? at,
        why: `stage \`${draft.spec.name.value}\` takes it as \`${port}\``,
        hint: near && `did you mean \`./${pathFrom(pipeline.folder, near)}\`?`,
      });
    }
  }
}

/** It, or something in it: then another diagnostic says that it is read by its path. */
function isMade(path: ProjectPath, made: ReadonlyMap<ProjectPath, string>): boolean {
  for (const known of made.keys()) if (isWithin(known, path)) return true;
  for (let part: string = path; part !== ""; part = part.slice(0, Math.max(0, part.lastIndexOf("/")))) {
    if (made.has(part as ProjectPath)) return true;
  }
  return false;
}
