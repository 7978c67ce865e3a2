import { join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Following } from "../events/transfer.ts";
import type { Entry } from "../key/entry.ts";
import type { PinOrigin } from "../lock/pin.ts";
import { type Result, success } from "../platform/result.ts";
import { fetchUrl } from "./fetch-url.ts";
import { bringOther } from "./other/bring-other.ts";
import { openOther } from "./other/open-other.ts";
import type { ProjectData } from "./project-data.ts";

export interface OriginRequest extends Following {
  readonly origin: PinOrigin;
  /** Of another repository; without it, its HEAD. */
  readonly revision: string | undefined;
  /** A commit that is known already: nothing is brought of it. */
  readonly known?: string;
}

export interface FromOrigin {
  /** All of it is in the store. */
  readonly entry: Entry;
  readonly origin: PinOrigin;
}

/** Asks where pinned data came from for what it has now, or had at a revision. */
export async function fromOrigin(
  data: ProjectData,
  { origin, revision, known, ...following }: OriginRequest,
): Promise<Result<FromOrigin | "unchanged", Diagnostic>> {
  const { url, etag, path } = origin;
  if (path === undefined) return fetchUrl(data, { url, ...(etag !== undefined && { etag }), ...following });
  const isFolder = !/^[a-z][a-z0-9+.-]*:\/\//i.test(url) && !/^[\w.-]+@[\w.-]+:/.test(url);
  const repository = isFolder ? join(data.projectRoot, url) : url;
  const signal = following.signal ?? new AbortController().signal;
  const other = await openOther({ platform: data.platform, repository, revision, signal });
  if (!other.ok) return other;
  try {
    const { commit } = other.value;
    if (commit === known) return success("unchanged");
    const brought = await bringOther(data, { other: other.value, path, ...following });
    return brought.ok ? success({ entry: brought.value.entry, origin: { url, path, revision: commit } }) : brought;
  } finally {
    other.value.close();
  }
}
