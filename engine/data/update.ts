import { shellWord } from "../diagnostics/command-line.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Following } from "../events/transfer.ts";
import { sameEntry } from "../key/entry.ts";
import type { ContentDifference } from "../key/text-difference.ts";
import { entryDifference } from "../key/tree-difference.ts";
import type { Pin } from "../lock/pin.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { storedTree } from "../store/tree-members.ts";
import type { Added } from "./add.ts";
import { place } from "./bring-in.ts";
import { edited } from "./checkout.ts";
import { fromOrigin } from "./from-origin.ts";
import { inspect } from "./inspect.ts";
import { makeState, type ProjectData } from "./project-data.ts";
import { refusal } from "./refusals.ts";

export interface UpdateRequest extends Following {
  readonly pin: Pin;
  readonly signal: AbortSignal;
  /** Of another repository: what is wanted instead of its HEAD. */
  readonly revision: string | undefined;
}

export interface Updated {
  readonly added: Added;
  /** Absent where nothing changed, or where the bytes of before are not here. */
  readonly difference?: ContentDifference;
}

/** Bytes of a text whose lines are compared. */
const largestText = 262_144;

/** Asks where the data came from for what it has now, and records that. */
export async function update(
  data: ProjectData,
  { pin, revision, ...following }: UpdateRequest,
): Promise<Result<Updated | "unchanged", Diagnostic>> {
  const { origin } = pin;
  if (origin === undefined) {
    return failure(
      refusal(`${pin.path} came from nowhere that could be asked again`, {
        hint: `a pin with \`url\` can be updated; to record what is here: \`millrace add ${shellWord(pin.path)}\``,
      }),
    );
  }
  const standing = await inspect(data, pin, following);
  if (standing.state === "edited") return failure(edited(pin.path, pin));
  makeState(data.platform, data.projectRoot);
  const known = origin.revision === undefined ? {} : { known: origin.revision };
  const fetched = await fromOrigin(data, { origin, revision, ...known, ...following });
  if (!fetched.ok) return fetched;
  if (fetched.value === "unchanged") return success("unchanged");
  const { entry } = fetched.value;
  const same = sameEntry(entry, pin.entry);
  const sameOrigin = JSON.stringify(fetched.value.origin) === JSON.stringify(origin);
  if (same && sameOrigin) return success("unchanged");
  const difference = same ? undefined : differenceOf(data, { before: pin, after: entry });
  const added = await place(data, { path: pin.path, ...fetched.value, ...following });
  return added.ok ? success({ added: added.value, ...(difference !== undefined && { difference }) }) : added;
}

interface Versions {
  readonly before: Pin;
  readonly after: Pin["entry"];
}

function differenceOf({ store }: ProjectData, { before, after }: Versions): ContentDifference | undefined {
  const bytes = (digest: Pin["entry"]["digest"]): Uint8Array | undefined => {
    const size = store.size(digest);
    return size === undefined || size > largestText ? undefined : store.readBytes(digest);
  };
  return entryDifference(
    { before: before.entry, after },
    { bytes, tree: (digest) => storedTree(store, digest), size: (digest) => store.size(digest) },
  );
}
