import { chooseRemote } from "../data/choose-remote.ts";
import { pinnedEntries } from "../data/pinned-entries.ts";
import { openData } from "../data/project-data.ts";
import { type RemoteFinding, remoteStatus } from "../data/remote-status.ts";
import type { LockedPlan } from "../data/shared-project.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Verdict } from "../freshness/verdict.ts";
import type { StageId } from "../platform/identity.ts";
import type { Platform } from "../platform/platform.ts";
import { type Result, success } from "../platform/result.ts";
import { shownUrl } from "../store/remote/shown-url.ts";

export interface AskRemoteRequest {
  readonly platform: Platform;
  readonly projectRoot: string;
  readonly signal: AbortSignal;
  /** Absent where there is no pipeline. */
  readonly pipeline?: LockedPlan;
  readonly verdicts?: ReadonlyMap<StageId, Verdict>;
}

export interface AskedRemote {
  readonly remote: string;
  readonly url: string;
  readonly findings: readonly RemoteFinding[];
  /** Warnings: that it does not answer. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What the usual remote has of a project; failed where none is configured. */
export async function askRemote({
  platform,
  projectRoot,
  signal,
  pipeline,
  verdicts,
}: AskRemoteRequest): Promise<Result<AskedRemote, Diagnostic>> {
  const diagnostics: Diagnostic[] = [];
  const data = await openData({ platform, projectRoot, notify: (diagnostic) => diagnostics.push(diagnostic), signal });
  try {
    const remote = chooseRemote(data.config, undefined);
    if (!remote.ok) return remote;
    const source = data.remote;
    if (source === undefined) throw new Error("a remote was chosen, and the project has none");
    const isAll = pipeline?.plan.complete ?? true;
    const pins = isAll ? await pinnedEntries(data, []) : { entries: [] };
    const findings = await remoteStatus({
      project: { data, ...(pipeline !== undefined && { pipeline }) },
      source,
      ...(verdicts !== undefined && { verdicts }),
      pins: pins.entries,
    });
    const { name, url } = remote.value;
    return success({ remote: name, url: shownUrl(url), findings, diagnostics });
  } finally {
    data.close();
  }
}
