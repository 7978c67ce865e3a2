import { posix } from "node:path";
import type { SourceValue } from "../spec/pipeline.ts";
import type { CompileContext, Draft } from "./draft.ts";
import type { PlanInput } from "./plan.ts";
import type { ProjectFiles } from "./project-files.ts";
import { isWithin, projectPath } from "./project-path.ts";

export interface PathInWithRequest extends CompileContext {
  readonly draft: Draft;
  readonly value: SourceValue;
  readonly inputs: readonly PlanInput[];
  readonly files: ProjectFiles;
}

/** Files enter a stage only through `in`: an option that is the path of one would hide its content from the key. */
export function checkPathInWith(request: PathInWithRequest, key = "file"): void {
  const { value } = request;
  if (value.kind === "list") for (const item of value.items) checkPathInWith({ ...request, value: item }, key);
  if (value.kind === "map") for (const entry of value.entries) checkPathInWith({ ...request, value: entry.value }, entry.key);
  if (value.kind !== "scalar" || value.tag !== "str" || !looksLikePath(value.text)) return;
  const { pipeline, draft, inputs, files, problems } = request;
  const path = projectPath(pipeline.folder, value.text);
  if (path === undefined || files.typeOf(path) !== "file") return;
  const declared = [...inputs.flatMap(({ from }) => from), ...draft.outputs];
  if (declared.some((known) => isWithin(path, known.path))) return;
  const ports = Object.keys(draft.kind?.kind.ports.in ?? {});
  const port =
    ports.includes(key) || ports.length === 0
      ? key
      : (ports.find((name) => !draft.spec.in.some((input) => input.port.value === name)) ?? key);
  problems.add({
    code: "path-in-with",
    message: `\`${value.text}\` is a file of the project, and \`with\` takes none`,
    at: value.at,
    why: "only the text of `with` is in the key: a change of the file would not be seen",
    hint: `write instead\n  in: { ${port}: ./${posix.normalize(value.text)} }`,
  });
}

/** A bare word is an option, even where a file has that name. */
const looksLikePath = (text: string): boolean => /[/.]/.test(text) && !/[\n\0]/.test(text) && text.length < 4096;
