import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readConfig } from "../../engine/config/read-config.ts";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import type { Platform } from "../../engine/platform/platform.ts";
import { collectGarbage, type GcReport } from "../../engine/upkeep/gc.ts";
import { writeSmallProject } from "../faults/small-project.ts";
import { type RunOutcome, runPipeline } from "../property/engine.ts";

/** The small mill, whose results are in a store of its own or in one that it shares. */
export function mill(folder: string, { store }: { readonly store?: string } = {}): string {
  writeSmallProject(folder);
  if (store !== undefined) write(folder, "millrace.config.yaml", `cache: { folder: ${store} }\n`);
  return folder;
}

export function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

export const runMill = (folder: string, ...settings: readonly string[]): Promise<RunOutcome> =>
  runPipeline({ folder, executions: join(folder, "..", "executions"), settings });

interface Gc {
  readonly platform?: Platform;
  readonly size?: number;
  readonly age?: number;
  readonly runs?: number;
  readonly dryRun?: boolean;
  readonly wait?: boolean;
  readonly branches?: "none" | "local" | "all";
  readonly tags?: boolean;
}

/** `gc` from that project, by default of all that is not needed. */
export async function gc(
  folder: string,
  { platform = nodePlatform(), size = 0, age, runs = 0, dryRun = false, wait = true, branches, tags }: Gc = {},
): Promise<GcReport> {
  const config = await readConfig(platform, folder);
  if (!config.ok) throw new Error(JSON.stringify(config.failure));
  const done = await collectGarbage({
    platform,
    projectRoot: folder,
    store: { ...config.value.store, runs, ...(branches && { branches }), ...(tags !== undefined && { tags }) },
    limits: { size, age: age ?? Number.POSITIVE_INFINITY },
    dryRun,
    wait,
    signal: new AbortController().signal,
    onWaiting: () => undefined,
  });
  if (!done.ok) throw new Error(JSON.stringify(done.failure));
  return done.value;
}

/** How each stage ended, by stage. */
export const outcomesOf = ({ events }: RunOutcome): Readonly<Record<string, string>> =>
  Object.fromEntries(events.flatMap((event) => (event.type === "stage-finished" ? [[event.stage, event.outcome]] : [])));
