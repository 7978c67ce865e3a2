import { isAbsolute, join, relative, resolve } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Following } from "../events/transfer.ts";
import type { PinOrigin } from "../lock/pin.ts";
import { asProjectPath } from "../platform/identity.ts";
import { failure, type Result, success } from "../platform/result.ts";
import type { Added } from "./add.ts";
import { place } from "./bring-in.ts";
import { bringOther } from "./other/bring-other.ts";
import { openOther } from "./other/open-other.ts";
import type { ProjectData } from "./project-data.ts";
import { refusal, refusalOfTarget } from "./refusals.ts";

export interface GetRequest extends Following {
  readonly signal: AbortSignal;
  readonly repository: string;
  readonly path: string;
  readonly revision: string | undefined;
  /** Absolute, or from the working directory. */
  readonly output: string | undefined;
  readonly pin: boolean;
  /** Over what stands there. */
  readonly force: boolean;
}

export interface Got {
  /** Absolute. */
  readonly target: string;
  readonly commit: string;
  /** Where it was pinned. */
  readonly added?: Added;
}

/** Brings something of another project here. */
export async function get(data: ProjectData, request: GetRequest): Promise<Result<Got, Diagnostic>> {
  const { platform } = data;
  const { repository, path, revision, pin, force, ...following } = request;
  const other = await openOther({ platform, repository, revision, signal: request.signal });
  if (!other.ok) return other;
  try {
    const brought = await bringOther(data, { other: other.value, path, ...following });
    if (!brought.ok) return brought;
    const { entry, name } = brought.value;
    const { commit } = other.value;
    const given = request.output ?? name;
    const target = isAbsolute(given) ? given : resolve(platform.environment.workingDirectory, given);
    if (pin) {
      const origin: PinOrigin = { url: originOf(other.value.repository, data.projectRoot), path, revision: commit };
      const added = await pinAt(data, { target, entry, origin, ...following });
      return added.ok ? success({ target, commit, added: added.value }) : added;
    }
    if (platform.disk.stat(target) !== undefined) {
      if (!force) return failure(refusal(`${given} is there already`, { hint: "another place: -o OUT; or over it: --force" }));
      platform.disk.remove("output", target);
    }
    platform.disk.makeDirectory("output", join(target, ".."));
    const written = await data.store.materialize(entry, target, following);
    return written.ok
      ? success({ target, commit })
      : failure(refusal(`${given} could not be written`, { why: `its bytes were ${written.failure}`, hint: "again" }));
  } finally {
    other.value.close();
  }
}

interface PinRequest extends Following {
  readonly target: string;
  readonly entry: Added["pin"]["entry"];
  readonly origin: PinOrigin;
}

async function pinAt(data: ProjectData, { target, ...placed }: PinRequest): Promise<Result<Added, Diagnostic>> {
  const inside = relative(data.projectRoot, target);
  if (inside.startsWith(".."))
    return failure(refusal(`${target} is outside of the project`, { hint: "pin it at a path in the project: -o OUT" }));
  const path = asProjectPath(inside);
  const refused = await refusalOfTarget(data, path);
  return refused === undefined ? place(data, { path, ...placed }) : failure(refused);
}

/** A folder is named as from the project root: that much is the same for whoever has both side by side. */
const originOf = (repository: string, projectRoot: string): string =>
  isAbsolute(repository) ? relative(projectRoot, repository) || "." : repository;
