import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { absolute, type Workspace } from "../freshness/workspace.ts";
import type { PlanOutput, PlanStage } from "../graph/plan.ts";
import { type ContentRequest, readContent, treeOfText } from "../key/content.ts";
import type { Entry } from "../key/entry.ts";
import { readMetrics } from "../kind/metrics-file.ts";
import { failure, type Result, success } from "../platform/result.ts";

/** What a stage left at its output paths, which is in the store from then on; every one that is missing or of the wrong sort is named. */
export async function collectOutputs(
  workspace: Workspace,
  stage: PlanStage,
): Promise<Result<Readonly<Record<string, Entry>>, readonly Diagnostic[]>> {
  const outputs: Record<string, Entry> = {};
  const faults: Diagnostic[] = [];
  for (const output of stage.outputs) {
    const found = await collectOutput(workspace, { stage, output });
    if (found.ok) outputs[output.port] = found.value;
    else faults.push(found.failure);
  }
  return faults.length === 0 ? success(outputs) : failure(faults);
}

interface OutputRequest {
  readonly stage: PlanStage;
  readonly output: PlanOutput;
}

async function collectOutput(workspace: Workspace, { stage, output }: OutputRequest): Promise<Result<Entry, Diagnostic>> {
  const path = absolute(workspace, output.path);
  const stat = workspace.reader.disk.stat(path);
  if (stat === undefined) return failure(missing(stage, output));
  if (stat.type === "link") return failure(wrongSort({ stage, output, is: "a symbolic link", hint: "write the content itself there" }));
  if (stat.type === "other")
    return failure(wrongSort({ stage, output, is: "neither a file nor a folder", hint: "write a file or a folder" }));
  if (output.folder && stat.type !== "directory")
    return failure(
      wrongSort({ stage, output, is: "a file, and a folder is declared", hint: "make a folder there, or remove the trailing slash" }),
    );
  if (!output.folder && stat.type === "directory" && output.type !== "file") {
    return failure(wrongSort({ stage, output, is: `a folder, and a ${output.type} is declared`, hint: "write one file there" }));
  }
  let stray: string | undefined;
  const onTree = (_digest: string, text: string): void => {
    if (!text.includes('":"link:')) return;
    stray ??= Object.entries(treeOfText(text)).find(([, member]) => /^link:(\/|[^\0]*\0)/.test(member))?.[0];
  };
  const read = await readWhole(workspace, { stage, path, onTree });
  if (!read.ok)
    return failure({
      ...wrongSort({ stage, output, is: "not readable", hint: "let the stage leave what its user may read" }),
      why: read.failure,
    });
  const entry = read.value;
  if (entry === undefined) return failure(missing(stage, output));
  if (stray !== undefined)
    return failure(wrongSort({ stage, output, is: `a folder in which ${stray} links out of it`, hint: "copy what the link points at" }));
  return success(entry);
}

/** Takes it into the store where results are kept. What the disk refuses to give back of a stage's own output is the stage's failure, not the run's. */
async function readWhole(
  { reader, store }: Workspace,
  { stage, path, onTree }: Pick<ContentRequest, "path" | "onTree"> & { readonly stage: PlanStage },
): Promise<Result<Entry | undefined, string>> {
  const following = { ...(onTree !== undefined && { onTree }) };
  try {
    if (!stage.cache) return success(await readContent(reader, { path, ...following }));
    return success((await store.take(path, following))?.entry);
  } catch (error) {
    if (error instanceof Error && isReading(error, [path, reader.disk.realPath(path) ?? path])) return failure(error.message);
    throw error;
  }
}

/** And not the store's part in it. */
function isReading(error: Error, places: readonly string[]): boolean {
  if (!("syscall" in error)) return false;
  const { path } = error as { readonly path?: unknown };
  return typeof path === "string" ? places.some((place) => path.startsWith(place)) : error.syscall === "read";
}

/** The numbers in the stage's ports of one type, by dotted name. */
export function collectMetrics(
  workspace: Workspace,
  { stage, type }: { readonly stage: PlanStage; readonly type: "metrics" | "measurement" },
): Result<Readonly<Record<string, number>>, Diagnostic> {
  const metrics: Record<string, number> = {};
  for (const output of stage.outputs) {
    if (output.type !== type) continue;
    const read = readMetrics(workspace.reader.disk.read(absolute(workspace, output.path)).toString("utf8"));
    if (!read.ok)
      return failure({
        ...wrongSort({ stage, output, is: "no metrics file", hint: 'write JSON such as {"accuracy": 0.93}' }),
        why: read.failure,
      });
    Object.assign(metrics, read.value);
  }
  return success(metrics);
}

const missing = (stage: PlanStage, { port, path }: PlanOutput): Diagnostic => ({
  code: "output-missing",
  severity: "error",
  message: `stage ${stage.id} ended well, but its output ${port} is not at ${path}`,
  why: "what a stage declares in `out` must be there when it ends",
  hint: `make the stage write ${path}, or declare in \`out\` where it writes`,
});

const wrongSort = ({ stage, output, is, hint }: OutputRequest & { readonly is: string; readonly hint: string }): Diagnostic => ({
  code: "output-kind",
  severity: "error",
  message: `output ${output.port} of stage ${stage.id}, ${output.path}, is ${is}`,
  hint,
});
