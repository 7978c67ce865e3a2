import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Following } from "../events/transfer.ts";
import { retireData } from "../freshness/retire-data.ts";
import { type Entry, sameEntry } from "../key/entry.ts";
import type { Pin, PinOrigin } from "../lock/pin.ts";
import { readPin } from "../lock/pin-file.ts";
import type { ProjectPath } from "../platform/identity.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { type Added, record } from "./add.ts";
import { edited } from "./checkout.ts";
import { inspect } from "./inspect.ts";
import { measureStored } from "./measure.ts";
import { makeState, type ProjectData } from "./project-data.ts";
import { refusal, refusalOfTarget } from "./refusals.ts";

export interface BringInRequest extends Following {
  /** A URL, or a path of this machine. */
  readonly source: string;
  readonly path: ProjectPath;
}

/** Copies or fetches something into the project, and pins it there. Its bytes enter the store first, verified. */
export async function bringIn(data: ProjectData, { source, path, ...following }: BringInRequest): Promise<Result<Added, Diagnostic>> {
  const refused = await refusalOfTarget(data, path);
  if (refused !== undefined) return failure(refused);
  makeState(data.platform, data.projectRoot);
  if (/^https?:\/\//i.test(source)) {
    const { fetchUrl } = await import("./fetch-url.ts");
    const fetched = await fetchUrl(data, { url: source, ...following });
    if (!fetched.ok) return fetched;
    if (fetched.value === "unchanged") return failure(refusal(`${source} gave nothing`, {}));
    return place(data, { path, ...fetched.value, ...following });
  }
  const { disk, environment } = data.platform;
  const from = isAbsolute(source) ? source : resolve(environment.workingDirectory, source);
  const type = disk.statTarget(from)?.type;
  if (type !== "file" && type !== "directory") {
    return failure(refusal(`there is no ${source}`, { hint: "name a file or folder that is there, or a URL that begins with https://" }));
  }
  const taken = await data.store.take(from, { ...following, exclude: data.exclude(".") });
  if (taken === undefined) return failure(refusal(`${source} vanished while it was read`, {}));
  return place(data, { path, entry: taken.entry, ...following });
}

export interface PlaceRequest extends Following {
  readonly path: ProjectPath;
  /** All of it is in the store. */
  readonly entry: Entry;
  readonly origin?: PinOrigin;
}

/** Puts what is in the store at a path of the project, and pins it. What stands there must be as recorded. */
export async function place(data: ProjectData, { path, entry, origin, ...following }: PlaceRequest): Promise<Result<Added, Diagnostic>> {
  const { disk } = data.platform;
  makeState(data.platform, data.projectRoot);
  const before = readPin(disk, { projectRoot: data.projectRoot, path });
  if (!before.ok) return before;
  const target = join(data.projectRoot, path);
  const standing = disk.stat(target) !== undefined;
  if (standing) {
    const clear = before.value === undefined ? failure(inTheWay(path)) : await unedited(data, before.value, entry);
    if (!clear.ok) return clear;
  }
  const aside = join(dirname(target), `.millrace-0-${basename(target)}`);
  disk.makeDirectory("output", dirname(target));
  disk.remove("output", `${aside}-new`);
  const fresh = await data.store.materialize(entry, `${aside}-new`, following);
  if (!fresh.ok) return failure(refusal(`${path} could not be written: its bytes are not in the store any more`, { hint: "again" }));
  // Of a call that was killed.
  retireData(data, { old: aside, path, replaced: standing });
  if (standing) disk.rename("output", target, aside);
  disk.rename("output", `${aside}-new`, target);
  retireData(data, { old: aside, path, replaced: true });
  const pin = record(data, { path, entry, ...(measureStored(data.store, entry) ?? { size: 0, files: 0 }), origin });
  return success({ pin, before: before.value });
}

async function unedited(data: ProjectData, pin: Pin, wanted: Entry): Promise<Result<void, Diagnostic>> {
  const found = await inspect(data, pin);
  if (found.state !== "edited") return success(undefined);
  return found.entry !== undefined && sameEntry(found.entry, wanted) ? success(undefined) : failure(edited(pin.path, pin));
}

const inTheWay = (path: ProjectPath): Diagnostic =>
  refusal(`${path} is there already, and is not pinned`, { hint: "name another path with --to, or move it away first" });
