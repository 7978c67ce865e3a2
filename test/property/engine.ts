import { join } from "node:path";
import type { Event } from "../../engine/events/event.ts";
import { compile } from "../../engine/graph/compile.ts";
import type { StageId } from "../../engine/platform/identity.ts";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import type { Platform } from "../../engine/platform/platform.ts";
import type { RunMode } from "../../engine/run/request.ts";
import { run } from "../../engine/run/run.ts";
import { loadPipeline } from "../../engine/spec/load-pipeline.ts";

export interface RunOutcome {
  readonly exitCode: number;
  readonly events: readonly Event[];
}

export interface RunOptions {
  readonly folder: string;
  /** `pipeline.yaml`, if nothing else is said. */
  readonly file?: string;
  /** The file to which commands log that they ran. */
  readonly executions: string;
  readonly platform?: Platform;
  readonly selection?: readonly string[];
  readonly only?: boolean;
  readonly mode?: RunMode;
  readonly keepGoing?: boolean;
  readonly jobs?: number;
  readonly settings?: readonly string[];
  readonly durations?: ReadonlyMap<StageId, number>;
}

/** A whole run of `pipeline.yaml` in a folder, by the engine of this checkout, in this process. */
export async function runPipeline(options: RunOptions): Promise<RunOutcome> {
  const { folder, executions, platform = nodePlatform() } = options;
  const here: Platform = {
    ...platform,
    environment: {
      ...platform.environment,
      workingDirectory: folder,
      variables: { ...platform.environment.variables, EXECUTIONS: executions },
    },
  };
  const loaded = await loadPipeline({
    platform: here,
    file: join(folder, options.file ?? "pipeline.yaml"),
    paramFiles: [],
    settings: options.settings ?? [],
  });
  if (loaded.pipeline === undefined || loaded.diagnostics.length > 0) throw new Error(JSON.stringify(loaded.diagnostics, null, 1));
  const compiled = await compile(loaded.pipeline, { platform: here, selection: options.selection ?? [], only: options.only ?? false });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.failure, null, 1));
  const events: Event[] = [];
  const summary = await run({
    plan: compiled.value.plan,
    platform: here,
    jobs: options.jobs ?? 2,
    mode: options.mode ?? "update",
    keepGoing: options.keepGoing ?? false,
    wait: true,
    signal: new AbortController().signal,
    listeners: [(event) => events.push(event)],
    durations: options.durations ?? new Map(),
  });
  return { exitCode: summary.exitCode, events };
}
