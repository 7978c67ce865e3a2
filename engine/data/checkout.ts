import { basename, dirname, join } from "node:path";
import { shellWord } from "../diagnostics/command-line.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type Following, withTotals } from "../events/transfer.ts";
import { type BringRequest, bringData } from "../freshness/bring-input.ts";
import { dataAbsent, pinnedInput } from "../freshness/pinned-input.ts";
import { retireData } from "../freshness/retire-data.ts";
import { readContent } from "../key/content.ts";
import { type Entry, sameEntry } from "../key/entry.ts";
import type { Pin } from "../lock/pin.ts";
import type { ProjectPath } from "../platform/identity.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { inspect } from "./inspect.ts";
import { type Measure, measureStored } from "./measure.ts";
import type { PinnedEntry } from "./pinned-entries.ts";
import { makeState, type ProjectData } from "./project-data.ts";

export interface CheckedOut {
  readonly path: ProjectPath;
  readonly outcome: "there" | "brought" | "replaced";
  readonly size: number;
  readonly files: number;
  /** Where what was edited by hand has been moved, from the project root. */
  readonly displaced?: string;
}

export interface CheckoutRequest extends Following {
  readonly pin: Pin;
  /** Also what someone edited: it is moved aside, not lost. */
  readonly force: boolean;
}

export interface CheckoutEntryRequest extends Omit<CheckoutRequest, "pin"> {
  readonly wanted: PinnedEntry;
}

/** The same, or of something in a pinned folder alone: the rest of the folder stays as it is. */
export async function checkoutEntry(
  data: ProjectData,
  { wanted, force, ...following }: CheckoutEntryRequest,
): Promise<Result<CheckedOut, Diagnostic>> {
  const { pin, path, entry } = wanted;
  if (path === pin.path) return checkout(data, { pin, force, ...following });
  const found = await pinnedInput(data, path);
  if (!found.ok) return found;
  const target = join(data.projectRoot, path);
  const there =
    found.value.kind === "away" ? undefined : await readContent(data.reader, { path: target, exclude: data.exclude(path), ...following });
  if (there !== undefined && sameEntry(there, entry)) return success({ path, ...totalsOf(data, entry), outcome: "there" });
  if (there !== undefined && !force) return failure(edited(path, pin));
  makeState(data.platform, data.projectRoot);
  const brought = await replaceBy(data, { pin, path, entry, keep: there !== undefined, ...following });
  if (!brought.ok) return brought;
  const displaced = brought.value;
  const outcome = there === undefined ? "brought" : "replaced";
  return success({ path, ...totalsOf(data, entry), outcome, ...(displaced !== undefined && { displaced }) });
}

const totalsOf = ({ store }: ProjectData, entry: Entry): Measure => measureStored(store, entry) ?? { size: 0, files: 0 };

/** Brings one pin's data into the state that it says. What stands in the way is moved aside before, and goes once the new is there. */
export async function checkout(data: ProjectData, { pin, force, ...following }: CheckoutRequest): Promise<Result<CheckedOut, Diagnostic>> {
  const { path, size, files } = pin;
  const found = await inspect(data, pin, following);
  const brings = withTotals(following, pin);
  const done = { path, size, files };
  makeState(data.platform, data.projectRoot);
  if (found.state === "same") {
    settle(data, pin);
    return success({ ...done, outcome: "there" });
  }
  if (found.state === "edited" && !force) return failure(found.diagnostic ?? edited(path, pin));
  const brought = await replaceBy(data, { pin, path, entry: pin.entry, keep: found.state === "edited", ...brings });
  if (!brought.ok) return brought;
  settle(data, pin);
  const isNew = found.state === "absent" || found.state === "partial";
  const displaced = brought.value;
  return success({ ...done, outcome: isNew ? "brought" : "replaced", ...(displaced !== undefined && { displaced }) });
}

/** What the pin says is there: what was moved aside may go, also where an engine was killed before it did that. */
function settle(data: ProjectData, { path, entry }: Pin): void {
  retireData(data, { old: asideName(data, path), path, replaced: true });
  data.placed.set(path, entry);
}

interface ReplaceRequest extends BringRequest {
  /** What stands there is nowhere else. */
  readonly keep: boolean;
}

async function replaceBy(data: ProjectData, { keep, ...bring }: ReplaceRequest): Promise<Result<string | undefined, Diagnostic>> {
  const { pin, path } = bring;
  const { disk } = data.platform;
  // Nothing is moved before the bytes are known to be at hand.
  if (!(await atHand(data, bring))) return failure(dataAbsent(pin, data.remote !== undefined));
  const target = join(data.projectRoot, path);
  if (disk.stat(target) === undefined || (!keep && path !== pin.path)) return mapped(await bringData(data, bring), undefined);
  const aside = keep ? displacedName(data, path) : asideName(data, path);
  disk.makeDirectory("displace", dirname(aside));
  if (!keep) retireData(data, { old: aside, path, replaced: true });
  disk.rename("displace", target, aside);
  try {
    const brought = await bringData(data, bring);
    if (!brought.ok) return putBack(brought.failure);
  } catch (error) {
    putBack(error);
    throw error;
  }
  if (!keep) retireData(data, { old: aside, path, replaced: true });
  return success(keep ? aside.slice(data.projectRoot.length + 1) : undefined);

  function putBack<Reason>(reason: Reason): Result<never, Reason> {
    if (disk.stat(target) === undefined) disk.rename("displace", aside, target);
    return failure(reason);
  }
}

/** In the store by now: from the remote, else from where the pin says that it came, if that is still what it was. */
async function atHand(data: ProjectData, { pin, entry, path: _, ...following }: BringRequest): Promise<boolean> {
  const { store, remote } = data;
  if (store.has(entry) || ((await remote?.bring([entry], following.onTransfer)) ?? false)) return true;
  const { origin } = pin;
  if (origin === undefined) return false;
  const { fromOrigin } = await import("./from-origin.ts");
  const { etag: _etag, ...whole } = origin;
  const brought = await fromOrigin(data, { origin: whole, revision: origin.revision, ...following });
  if (!brought.ok) data.notify({ ...brought.failure, severity: "warning" });
  return store.has(entry);
}

/** Beside the target, for what was there and is recorded. */
function asideName({ projectRoot }: ProjectData, path: ProjectPath): string {
  const target = join(projectRoot, path);
  return join(dirname(target), `.millrace-0-${basename(target)}`);
}

function displacedName({ platform: { disk, clock }, projectRoot }: ProjectData, path: ProjectPath): string {
  const time = new Date(clock.now()).toISOString().replace(/[-:.]/g, "");
  for (let number = 0; ; number += 1) {
    const name = join(projectRoot, ".millrace", "displaced", `data-${time}${number === 0 ? "" : `-${number}`}`, path);
    if (disk.stat(name) === undefined) return name;
  }
}

const mapped = <Value>(result: Result<void, Diagnostic>, value: Value): Result<Value, Diagnostic> => (result.ok ? success(value) : result);

export const edited = (path: ProjectPath, pin: Pin): Diagnostic => ({
  code: "data-edited",
  severity: "error",
  message: `${path} was edited since it was recorded, and is left as it is`,
  why: `it is not what ${pin.path}.pin says, nor what Millrace put there`,
  hint: `record it: \`millrace add ${shellWord(pin.path)}\`; or go back: \`millrace checkout --force ${shellWord(path)}\``,
});
