import { join } from "node:path";
import { shellWord } from "../diagnostics/command-line.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type Following, withTotals } from "../events/transfer.ts";
import { type Entry, sameEntry } from "../key/entry.ts";
import type { Pin, PinOrigin } from "../lock/pin.ts";
import { readPin, writePin } from "../lock/pin-file.ts";
import type { ProjectPath } from "../platform/identity.ts";
import { partialMarker } from "../platform/partial-marker.ts";
import { failure, type Result, success } from "../platform/result.ts";
import type { Taken } from "../store/store.ts";
import { makeState, type ProjectData } from "./project-data.ts";
import { refusal, refusalOf } from "./refusals.ts";

export interface Added {
  readonly pin: Pin;
  /** As it was pinned before. */
  readonly before: Pin | undefined;
}

export interface AddRequest extends Following {
  readonly path: ProjectPath;
  readonly origin?: PinOrigin;
}

/** Takes a file or folder of the project into the store, then writes its pin: a kill in between leaves objects that nobody names. */
export async function add(data: ProjectData, { path, origin, ...following }: AddRequest): Promise<Result<Added, Diagnostic>> {
  const found = await refusalOf(data, path);
  if ("code" in found) return failure(found);
  const there = join(data.projectRoot, path);
  if (data.platform.disk.stat(join(there, partialMarker)) !== undefined) return failure(partial(path));
  const before = readPin(data.platform.disk, { projectRoot: data.projectRoot, path });
  makeState(data.platform, data.projectRoot);
  const taken = await data.store.take(there, { ...withTotals(following, found), exclude: data.exclude(path) });
  if (taken === undefined) return failure(refusal(`${path} vanished while it was read`, { hint: "add it again once it is back" }));
  const earlier = before.ok ? before.value : undefined;
  const pin = record(data, { path, ...taken, origin: origin ?? keptOrigin(earlier, taken.entry) });
  return success({ pin, before: earlier });
}

/** What is recorded anew from the workspace is no longer what its URL gave. */
const keptOrigin = (earlier: Pin | undefined, entry: Entry): PinOrigin | undefined =>
  earlier !== undefined && sameEntry(earlier.entry, entry) ? earlier.origin : undefined;

/** All of it is in the store, and stands at the path. */
export interface RecordRequest extends Taken {
  readonly path: ProjectPath;
  readonly origin: PinOrigin | undefined;
}

/** Writes the pin, last of all. */
export function record(data: ProjectData, { path, entry, size, files, origin }: RecordRequest): Pin {
  const pin: Pin = { path, entry, size, files, ...(origin !== undefined && { origin }) };
  data.placed.set(path, entry);
  writePin(data.platform.disk, { projectRoot: data.projectRoot, pin });
  return pin;
}

const partial = (path: ProjectPath): Diagnostic =>
  refusal(`only some files of ${path} are here`, {
    why: "the rest would be lost to the new version",
    hint: `bring the rest first: \`millrace checkout ${shellWord(path)}\``,
  });
