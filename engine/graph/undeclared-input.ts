import { posix } from "node:path";
import type { Located, Span } from "../diagnostics/source.ts";
import { asProjectPath, type ProjectPath } from "../platform/identity.ts";
import { type Command, type CommandWord, commandWords, pathsInWord } from "./command-words.ts";
import type { CompileContext, Draft } from "./draft.ts";
import type { PlanInput } from "./plan.ts";
import type { ProjectFiles } from "./project-files.ts";
import { isWithin, pathFrom, projectPath } from "./project-path.ts";
import { spanWithin } from "./span-within.ts";

export interface UndeclaredRequest extends CompileContext {
  readonly draft: Draft;
  readonly command: Command;
  readonly inputs: readonly PlanInput[];
  readonly files: ProjectFiles;
  /** What stages write, by path, with the reference to write instead. */
  readonly made: ReadonlyMap<ProjectPath, string>;
}

/** A command that names a file of the project must declare it: otherwise its changes would go unseen. */
export function checkUndeclared(checked: UndeclaredRequest): void {
  const { draft, command } = checked;
  if (draft.spec.allowUndeclared || draft.spec.incomplete) return;
  const declared = new Set(draft.outputs.map(({ path }) => path));
  for (const { from } of checked.inputs) for (const { path } of from) declared.add(path);
  const request: Check = { ...checked, declared };
  const reported = new Set<ProjectPath>();
  for (const word of commandWords(command)) {
    const found = undeclaredIn(request, word);
    if (found === undefined || reported.has(found.path)) continue;
    reported.add(found.path);
    report(request, found);
  }
}

interface Check extends UndeclaredRequest {
  /** What the stage says that it reads or writes. */
  readonly declared: ReadonlySet<ProjectPath>;
}

interface Undeclared {
  readonly path: ProjectPath;
  /** As it stands in the word. */
  readonly text: string;
}

function undeclaredIn(request: Check, word: CommandWord): Undeclared | undefined {
  if (word.program && !word.text.includes("/")) return undefined;
  const bases = [request.draft.cwd, ...word.folders.map((folder) => projectPath(request.draft.cwd, folder))];
  for (const text of pathsInWord(word.text)) {
    for (const base of bases) {
      const path = base === undefined ? undefined : undeclaredPath(request, { base, text, word });
      if (path !== undefined) return { path, text };
    }
  }
  return undefined;
}

interface Candidate {
  readonly base: ProjectPath;
  readonly text: string;
  readonly word: CommandWord;
}

function undeclaredPath(request: Check, { base, text, word }: Candidate): ProjectPath | undefined {
  const path = posix.isAbsolute(text) ? fromRoot(request, text) : projectPath(base, text);
  if (path === undefined) return undefined;
  const paths = word.module ? [`${path.replaceAll(".", "/")}.py`, `${path.replaceAll(".", "/")}/__main__.py`].map(asProjectPath) : [path];
  return paths.find((candidate) => isUndeclared(request, { path: candidate, isPath: text.includes("/") || word.takesFolders }));
}

function fromRoot({ pipeline }: UndeclaredRequest, text: string): ProjectPath | undefined {
  return isWithin(text, pipeline.projectRoot) ? projectPath(asProjectPath("."), posix.relative(pipeline.projectRoot, text)) : undefined;
}

/** A file by any name; a folder only where it is written as a path, since `test` and `data` are also words. */
function isUndeclared(request: Check, { path, isPath }: { readonly path: ProjectPath; readonly isPath: boolean }): boolean {
  const { draft, declared, files, made } = request;
  if (foldersOf(path).some((folder) => declared.has(folder))) return false;
  if (made.has(path)) return true;
  const type = files.typeOf(path);
  if (type !== "directory") return type === "file";
  return isPath && !isWithin(draft.cwd, path) && ![...declared].some((known) => isWithin(known, path));
}

/** The path, and every folder above it in the project. */
function foldersOf(path: ProjectPath): readonly ProjectPath[] {
  const found = [path];
  for (let folder = posix.dirname(path); folder !== "."; folder = posix.dirname(folder)) found.push(asProjectPath(folder));
  return [...found, asProjectPath(".")];
}

function report({ draft, pipeline, problems, made }: UndeclaredRequest, { path, text }: Undeclared): void {
  const { spec } = draft;
  const from = made.get(path) ?? dotted(pathFrom(pipeline.folder, path));
  const line = `${portName(path, draft)}: ${from}`;
  problems.add({
    code: "undeclared-input",
    message: `the command of stage \`${spec.name.value}\` names \`${text}\`, which is not in its \`in\``,
    at: placeOf({ draft, text, sources: problems.sources }),
    why: "a change of that file would not be seen, and the stage would wrongly count as fresh",
    hint: spec.in.length === 0 ? `add\n  in: { ${line} }` : `add to \`in\`:\n  ${line}`,
  });
}

const dotted = (path: string): string => (path.startsWith(".") ? path : `./${path}`);

const scripts = new Set([".py", ".r", ".jl", ".sh", ".bash", ".js", ".mjs", ".cjs", ".ts", ".pl", ".rb", ".awk", ".sql", ".ipynb"]);

/** `code` for a program; else what the file is called. */
function portName(path: ProjectPath, { spec }: Draft): string {
  const { name, ext } = posix.parse(path);
  const taken = new Set([...spec.in, ...spec.out].map(({ port }) => port.value));
  const plain = name.replace(/[^A-Za-z0-9_-]+/g, "_").replace(/^[^A-Za-z]+/, "");
  return (
    ["code", plain, `${plain}_file`].find(
      (word) => word !== "" && !taken.has(word) && (word !== "code" || scripts.has(ext.toLowerCase())),
    ) ?? "file"
  );
}

interface Named {
  readonly draft: Draft;
  readonly text: string;
  readonly sources: CompileContext["problems"]["sources"];
}

function placeOf({ draft: { spec }, text, sources }: Named): Span {
  const commands: readonly Located<string>[] =
    spec.does.kind === "run" ? (Array.isArray(spec.does.command) ? spec.does.command : [spec.does.command as Located<string>]) : [];
  for (const command of commands) {
    const start = command.value.indexOf(text);
    if (start >= 0) return spanWithin(sources, { text: command, start, end: start + text.length });
  }
  return commands[0]?.at ?? spec.at;
}
