import { join } from "node:path";
import type { Config } from "../config/config.ts";
import { defaultConfig, readConfig } from "../config/read-config.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Workspace } from "../freshness/workspace.ts";
import { WorkspacePins } from "../freshness/workspace-pins.ts";
import { readExclude } from "../key/exclude.ts";
import { StatCache } from "../key/stat-cache.ts";
import { ignoreState } from "../platform/ignore-state.ts";
import type { Platform } from "../platform/platform.ts";
import { openStore } from "../store/local-store.ts";
import { lazySource } from "../store/remote/lazy-source.ts";
import { StoreUse } from "../store/store-use.ts";
import { unlinked } from "../store/unlinked.ts";
import { PlacedData } from "./placed-data.ts";

/** A project's data: pins, workspace, store and remote. No pipeline is needed. */
export interface ProjectData extends Pick<Workspace, "reader" | "store" | "remote" | "pins" | "exclude" | "projectRoot"> {
  readonly platform: Platform;
  readonly config: Config;
  readonly placed: PlacedData;
  readonly notify: (diagnostic: Diagnostic) => void;
  /** Keeps what was learnt of files. */
  readonly close: () => void;
}

export interface OpenRequest {
  readonly platform: Platform;
  /** Absolute. */
  readonly projectRoot: string;
  readonly notify: (diagnostic: Diagnostic) => void;
  readonly signal: AbortSignal;
  /** Name of a configured remote that is meant instead of the usual one. */
  readonly remote?: string | undefined;
  /** Requests to it at a time. */
  readonly jobs?: number | undefined;
}

export async function openData({ platform, projectRoot, notify, signal, ...request }: OpenRequest): Promise<ProjectData> {
  const { disk, clock, environment } = platform;
  const configured = await readConfig(platform, projectRoot);
  if (!configured.ok) for (const diagnostic of configured.failure) notify(diagnostic);
  const config = configured.ok ? configured.value : defaultConfig(platform, projectRoot);
  const remote = request.remote === undefined ? config.remote : config.remotes.get(request.remote);
  const stateFolder = join(projectRoot, ".millrace");
  const statCache = new StatCache({ disk, clock, file: join(stateFolder, "state", "stats.bin") });
  const reader = { disk, statCache };
  const storeFolder = config.store.folder;
  const onCorrupt = (digest: string): void =>
    notify({
      code: "object-corrupt",
      severity: "warning",
      message: `object ${digest.slice(0, 12)} in the store did not hash to its name and was dropped`,
      why: "its bytes changed on disk after they were stored",
    });
  const use = new StoreUse({ disk, folder: storeFolder });
  const store = openStore({
    reader,
    folder: storeFolder,
    processId: environment.processId,
    onCorrupt,
    links: config.store.links,
    onUnlinked: () => notify(unlinked(storeFolder)),
    use,
  });
  return {
    platform,
    projectRoot,
    config,
    reader,
    store,
    ...(remote !== undefined && { remote: lazySource({ remote, platform, store, storeFolder, signal, notify, jobs: request.jobs }) }),
    exclude: await readExclude(disk, projectRoot),
    pins: new WorkspacePins({ disk, projectRoot, notify }),
    placed: new PlacedData(disk, projectRoot),
    notify,
    close: () => {
      if (disk.stat(join(stateFolder, "state")) !== undefined) statCache.save();
      use.save(clock.now());
    },
  };
}

/** Makes `.millrace/` where it is not there yet. */
export function makeState({ disk }: Platform, projectRoot: string): void {
  disk.makeDirectory("ignore-file", join(projectRoot, ".millrace", "state"));
  ignoreState(disk, projectRoot);
}
