import { join } from "node:path";
import type { Config } from "../config/config.ts";
import { defaultConfig, readConfig } from "../config/read-config.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Workspace } from "../freshness/workspace.ts";
import { WorkspacePins } from "../freshness/workspace-pins.ts";
import type { Plan } from "../graph/plan.ts";
import { readExclude } from "../key/exclude.ts";
import { StatCache } from "../key/stat-cache.ts";
import { readLock } from "../lock/lock-file.ts";
import { findInstallation } from "../platform/installation.ts";
import type { Platform } from "../platform/platform.ts";
import { openStore } from "../store/local-store.ts";
import { lazySource } from "../store/remote/lazy-source.ts";
import { StoreUse } from "../store/store-use.ts";
import { unlinked } from "../store/unlinked.ts";
import type { LocalExecutor } from "./attempt/executor.ts";
import { Tools } from "./attempt/tool-output.ts";
import { effectProbe } from "./effect-probe.ts";
import { Watchdog } from "./watchdog/watchdog.ts";

/** A plan with what its project keeps: opened by `run` under the project's lock, by `status` and `why` without. */
export interface Session {
  readonly workspace: Workspace;
  readonly platform: Platform;
  readonly config: Config;
  /** Absolute path of `.millrace/`. */
  readonly stateFolder: string;
  readonly statCache: StatCache;
  readonly storeUse: StoreUse;
  readonly executor: LocalExecutor;
  /** Ends the watchdog. */
  readonly close: () => Promise<void>;
}

export interface SessionRequest {
  readonly plan: Plan;
  readonly platform: Platform;
  readonly notify: (diagnostic: Diagnostic) => void;
  readonly signal: AbortSignal;
  /** Told the number of the process that ends the stages where this one dies, before the first of them runs. */
  readonly onWatchdog?: (processId: number) => void;
  /** Name of a configured remote that is meant instead of the usual one. */
  readonly remote?: string | undefined;
}

export async function openSession({ plan, platform, notify, signal, onWatchdog, ...request }: SessionRequest): Promise<Session> {
  const { disk, clock, environment } = platform;
  const { projectRoot, lockFile } = plan.pipeline;
  const stateFolder = join(projectRoot, ".millrace");
  // What is wrong with it was reported when the plan was prepared.
  const configured = await readConfig(platform, projectRoot);
  const config = configured.ok ? configured.value : defaultConfig(platform, projectRoot);
  const remote = request.remote === undefined ? config.remote : config.remotes.get(request.remote);
  const statCache = new StatCache({ disk, clock, file: join(stateFolder, "state", "stats.bin") });
  const reader = { disk, statCache };
  const executor: LocalExecutor = {
    platform,
    watchdog: new Watchdog(platform.processes, onWatchdog),
    projectRoot,
    installation: findInstallation(),
    storeFolder: config.store.folder,
  };
  const tools = new Tools(executor, { plan, signal });
  const storeUse = new StoreUse({ disk, folder: config.store.folder });
  const store = openStore({
    reader,
    folder: executor.storeFolder,
    processId: environment.processId,
    onCorrupt: (digest) => notify(corrupt(digest)),
    links: config.store.links,
    onUnlinked: () => notify(unlinked(config.store.folder)),
    use: storeUse,
  });
  const workspace: Workspace = {
    plan,
    projectRoot,
    reader,
    pins: new WorkspacePins({ disk, projectRoot, notify }),
    exclude: await readExclude(disk, projectRoot),
    store,
    ...(remote !== undefined && {
      remote: lazySource({ remote, platform, store, storeFolder: executor.storeFolder, signal, notify }),
    }),
    lock: readLock(disk, join(projectRoot, lockFile)),
    toolOutput: (stage, command) => tools.output({ stage, command }),
    probe: effectProbe({ executor, plan, signal }),
  };
  return { workspace, platform, config, stateFolder, statCache, storeUse, executor, close: () => executor.watchdog.close() };
}

const corrupt = (digest: string): Diagnostic => ({
  code: "object-corrupt",
  severity: "warning",
  message: `object ${digest.slice(0, 12)} in the store did not hash to its name and was dropped`,
  why: "its bytes changed on disk after they were stored",
  hint: "nothing to do: what needs it is made again",
});
