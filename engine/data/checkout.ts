import { basename, dirname, join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type Following, withTotals } from "../events/transfer.ts";
import { bringData } from "../freshness/bring-input.ts";
import { dataAbsent } from "../freshness/pinned-input.ts";
import type { Pin } from "../lock/pin.ts";
import type { ProjectPath } from "../platform/identity.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { inspect } from "./inspect.ts";
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
  if (found.state === "edited" && !force) return failure(found.diagnostic ?? edited(path));
  const brought = await replaceBy(data, { pin, keep: found.state === "edited", ...brings });
  if (!brought.ok) return brought;
  settle(data, pin);
  const isNew = found.state === "absent" || found.state === "partial";
  const displaced = brought.value;
  return success({ ...done, outcome: isNew ? "brought" : "replaced", ...(displaced !== undefined && { displaced }) });
}

/** What the pin says is there: what was moved aside may go, also where an engine was killed before it did that. */
function settle(data: ProjectData, { path, entry }: Pin): void {
  data.platform.disk.remove("output", asideName(data, path));
  data.placed.set(path, entry);
}

interface ReplaceRequest extends Following {
  readonly pin: Pin;
  /** What stands there is nowhere else. */
  readonly keep: boolean;
}

async function replaceBy(data: ProjectData, { pin, keep, ...following }: ReplaceRequest): Promise<Result<string | undefined, Diagnostic>> {
  const { disk } = data.platform;
  const target = join(data.projectRoot, pin.path);
  if (disk.stat(target) === undefined)
    return mapped(await bringData(data, { pin, path: pin.path, entry: pin.entry, ...following }), undefined);
  // Nothing is moved before the bytes are known to be at hand.
  if (!data.store.has(pin.entry) && !((await data.remote?.bring([pin.entry], following.onTransfer)) ?? false)) {
    return failure(dataAbsent(pin.path, data.remote !== undefined));
  }
  const aside = keep ? displacedName(data, pin.path) : asideName(data, pin.path);
  disk.makeDirectory("displace", dirname(aside));
  if (!keep) disk.remove("output", aside);
  disk.rename("displace", target, aside);
  try {
    const brought = await bringData(data, { pin, path: pin.path, entry: pin.entry, ...following });
    if (!brought.ok) return putBack(brought.failure);
  } catch (error) {
    putBack(error);
    throw error;
  }
  if (!keep) disk.remove("output", aside);
  return success(keep ? aside.slice(data.projectRoot.length + 1) : undefined);

  function putBack<Reason>(reason: Reason): Result<never, Reason> {
    if (disk.stat(target) === undefined) disk.rename("displace", aside, target);
    return failure(reason);
  }
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

export const edited = (path: ProjectPath): Diagnostic => ({
  code: "data-edited",
  severity: "error",
  message: `${path} was edited since it was recorded, and is left as it is`,
  why: `it is not what ${path}.pin says, nor what Millrace put there`,
  hint: `record it: \`millrace add ${path}\`; or go back: \`millrace checkout --force ${path}\``,
});
