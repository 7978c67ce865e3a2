import { basename, dirname, join } from "node:path";
import { shellWord } from "../diagnostics/command-line.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Following } from "../events/transfer.ts";
import type { PlanStage } from "../graph/plan.ts";
import { type Entry, sameEntry } from "../key/entry.ts";
import type { Pin } from "../lock/pin.ts";
import type { Disk } from "../platform/disk.ts";
import type { ProjectPath } from "../platform/identity.ts";
import { partialMarker } from "../platform/partial-marker.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { dataAbsent, isAway, pinnedInput } from "./pinned-input.ts";
import type { Inputs } from "./read-inputs.ts";
import { retireData } from "./retire-data.ts";
import { absolute, type Workspace } from "./workspace.ts";

export interface BringInputsRequest extends Following {
  readonly stage: PlanStage;
  /** As they were when the stage was judged. */
  readonly inputs: Inputs;
}

/** Brings what a stage is about to read and only its pin knows: from the store, else from the remote. */
export async function bringInputs(
  workspace: Workspace,
  { stage, inputs, ...following }: BringInputsRequest,
): Promise<Result<void, Diagnostic>> {
  for (const { port, from } of stage.inputs) {
    for (const [index, source] of from.entries()) {
      if (source.kind !== "file") continue;
      const brought = await workspace.pins.oneByOne(() =>
        bringOne(workspace, { path: source.path, judged: inputs[port]?.[index], ...following }),
      );
      if (!brought.ok) return brought;
    }
  }
  return success(undefined);
}

interface One extends Following {
  readonly path: ProjectPath;
  readonly judged: Entry | undefined;
}

async function bringOne(workspace: Workspace, { path, judged, ...following }: One): Promise<Result<void, Diagnostic>> {
  const found = await pinnedInput(workspace, path);
  if (!found.ok) return found;
  if (found.value.kind === "here" || judged === undefined || !sameEntry(judged, found.value.entry)) return success(undefined);
  return bringData(workspace, { pin: found.value.pin, path, entry: found.value.entry, ...following });
}

export interface BringRequest extends Following {
  readonly pin: Pin;
  /** What is pinned, or something in it. */
  readonly path: ProjectPath;
  readonly entry: Entry;
}

type Target = Pick<Workspace, "reader" | "store" | "remote" | "projectRoot" | "exclude">;

/**
 * Puts pinned data that is not in the workspace there. Some files of a folder get the folder's marker first, and the whole loses it
 * last: a kill in between leaves a folder that says of itself that it is not whole.
 */
export async function bringData(workspace: Target, { pin, path, entry, ...following }: BringRequest): Promise<Result<void, Diagnostic>> {
  const { store, remote, reader, projectRoot } = workspace;
  const absent = failure(dataAbsent(pin, remote !== undefined));
  if (!store.has(entry) && !((await remote?.bring([entry], following.onTransfer)) ?? false)) return absent;
  following.signal?.throwIfAborted();
  const { disk } = reader;
  const target = absolute(workspace, path);
  if (path !== pin.path && isAway(workspace, pin.path)) {
    const top = join(projectRoot, pin.path);
    disk.makeDirectory("output", top);
    disk.replace("output", join(top, partialMarker), markerText(pin.path));
  }
  disk.makeDirectory("output", dirname(target));
  removeHalves(disk, target);
  // Some files of it, all as they should be: they come with the rest.
  const aside = disk.stat(target) === undefined ? undefined : join(dirname(target), `.millrace-0-${basename(target)}`);
  if (aside !== undefined) {
    retireData(workspace, { old: aside, path, replaced: true });
    disk.rename("output", target, aside);
  }
  const written = await store.materialize(entry, target, following);
  if (written.ok) {
    if (aside !== undefined) retireData(workspace, { old: aside, path, replaced: true });
    return success(undefined);
  }
  if (aside !== undefined) disk.rename("output", aside, target);
  // What was corrupt is dropped by now: the remote may have it whole.
  if (remote === undefined || !(await remote.bring([entry], following.onTransfer))) return absent;
  return (await store.materialize(entry, target, following)).ok ? success(undefined) : absent;
}

/** What an engine that was killed had written of it so far. Nobody else brings the same path: the caller has the project's lock. */
function removeHalves(disk: Disk, target: string): void {
  const half = /^\.millrace-[1-9]\d*-(.*)$/s;
  for (const { name } of disk.list(dirname(target))) {
    if (half.exec(name)?.[1] === basename(target)) disk.remove("output", join(dirname(target), name));
  }
}

const markerText = (path: ProjectPath): string =>
  `Only some files of this folder are here. All of them: millrace checkout ${shellWord(path)}\n`;
