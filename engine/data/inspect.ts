import { join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Following } from "../events/transfer.ts";
import { pinnedInput } from "../freshness/pinned-input.ts";
import { readContent } from "../key/content.ts";
import { type Entry, sameEntry } from "../key/entry.ts";
import type { Pin } from "../lock/pin.ts";
import { partialMarker } from "../platform/partial-marker.ts";
import type { ProjectData } from "./project-data.ts";

/**
 * How pinned data stands in the workspace: `same` as its pin says; `absent`; `partial`, only some files are here; `behind`, as it was
 * placed for another pin; `edited` by someone.
 */
export type DataState = "same" | "absent" | "partial" | "behind" | "edited";

export interface Inspected {
  readonly pin: Pin;
  readonly state: DataState;
  /** What stands there. */
  readonly entry?: Entry;
  /** What more there is to say. */
  readonly diagnostic?: Diagnostic;
}

export async function inspect(data: ProjectData, pin: Pin, following: Following = {}): Promise<Inspected> {
  const { disk } = data.platform;
  const path = join(data.projectRoot, pin.path);
  if (disk.statTarget(path) === undefined) return { pin, state: "absent" };
  if (disk.stat(join(path, partialMarker)) !== undefined) {
    const found = await pinnedInput(data, pin.path);
    return found.ok ? { pin, state: "partial" } : { pin, state: "edited", diagnostic: found.failure };
  }
  const entry = await readContent(data.reader, { path, exclude: data.exclude(pin.path), ...following });
  if (entry === undefined) return { pin, state: "edited" };
  if (sameEntry(entry, pin.entry)) return { pin, state: "same", entry };
  return { pin, state: data.placed.isPlaced(pin.path, entry) ? "behind" : "edited", entry };
}
