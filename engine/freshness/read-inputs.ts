import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { InputSource, PlanStage } from "../graph/plan.ts";
import { readContent } from "../key/content.ts";
import { type Entry, sameEntry } from "../key/entry.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { pinnedInput } from "./pinned-input.ts";
import { absolute, type Workspace } from "./workspace.ts";

/** What came out of the stages before: the content that a stage's input is known to have. */
export type Produced = (source: InputSource & { readonly kind: "stage" }) => Entry | undefined;

export type Inputs = Readonly<Record<string, readonly Entry[]>>;

/** Every input's content: the project's own files are hashed, outputs of other stages are as those stages left them. */
export async function readInputs(
  workspace: Workspace,
  { stage, produced }: { readonly stage: PlanStage; readonly produced: Produced },
): Promise<Result<Inputs, Diagnostic>> {
  const inputs: Record<string, Entry[]> = {};
  for (const input of stage.inputs) {
    const entries: Entry[] = [];
    for (const source of input.from) {
      const entry = source.kind === "stage" ? success(produced(source)) : await readFile(workspace, source);
      if (!entry.ok) return entry;
      if (entry.value === undefined) return failure(vanished(stage, source));
      entries.push(entry.value);
    }
    inputs[input.port] = entries;
  }
  return success(inputs);
}

/** What stands at the path of a file of the project; of pinned data that is not here, what its pin says. */
async function readFile(workspace: Workspace, source: FileSource): Promise<Result<Entry | undefined, Diagnostic>> {
  const around = workspace.pins.around(source.path);
  if (around.ok && around.value === undefined) return readUnpinned(workspace, source);
  const pinned = await pinnedInput(workspace, source.path);
  if (!pinned.ok) return pinned;
  if (pinned.value.kind === "away") return success(pinned.value.entry);
  const entry = await readSource(workspace, source);
  const { pin } = pinned.value;
  if (pin !== undefined && entry !== undefined && !sameEntry(entry, pin.entry)) workspace.pins.tellEdited(pin);
  return success(entry);
}

/** Only a folder need be asked whether it is whole, and that it is one is seen as it is read. */
async function readUnpinned(workspace: Workspace, source: FileSource): Promise<Result<Entry | undefined, Diagnostic>> {
  const entry = await readSource(workspace, source);
  const whole = entry?.shape === "directory" ? await pinnedInput(workspace, source.path) : success(undefined);
  return whole.ok ? success(entry) : whole;
}

type FileSource = InputSource & { readonly kind: "file" };

/** What stands at an input's path now, whoever made it. Folders of the project are read without what is ignored. */
export function readSource(workspace: Workspace, source: InputSource): Promise<Entry | undefined> {
  const path = absolute(workspace, source.path);
  if (source.kind === "stage") return readContent(workspace.reader, { path });
  return readContent(workspace.reader, { path, exclude: workspace.exclude(source.path) });
}

const vanished = (stage: PlanStage, source: InputSource): Diagnostic => ({
  code: "missing-file",
  severity: "error",
  message: `${source.path}, an input of stage ${stage.id}, is not there`,
  why: source.kind === "file" ? "it was there when the pipeline was checked" : `stage ${source.stage} has not left it`,
  hint: source.kind === "file" ? "bring the file back" : `run ${source.stage} first: millrace run ${source.stage}`,
});
