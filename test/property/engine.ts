import { join } from "node:path";
import type { Event } from "../../engine/events/event.ts";
import { compile } from "../../engine/graph/compile.ts";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import type { Platform } from "../../engine/platform/platform.ts";
import { run } from "../../engine/run/run.ts";
import { loadPipeline } from "../../engine/spec/load-pipeline.ts";

export interface RunOutcome {
  readonly exitCode: number;
  readonly events: readonly Event[];
}

/** A whole run of `pipeline.yaml` in a folder, by the engine of this checkout, in this process. */
export async function runPipeline({
  folder,
  executions,
  platform = nodePlatform(),
  selection = [],
  only = false,
  force = false,
  settings = [],
}: {
  readonly folder: string;
  /** The file to which commands log that they ran. */
  readonly executions: string;
  readonly platform?: Platform;
  readonly selection?: readonly string[];
  readonly only?: boolean;
  readonly force?: boolean;
  readonly settings?: readonly string[];
}): Promise<RunOutcome> {
  const here: Platform = {
    ...platform,
    environment: {
      ...platform.environment,
      workingDirectory: folder,
      variables: { ...platform.environment.variables, EXECUTIONS: executions },
    },
  };
  const loaded = await loadPipeline({ platform: here, file: join(folder, "pipeline.yaml"), paramFiles: [], settings });
  if (loaded.pipeline === undefined || loaded.diagnostics.length > 0) throw new Error(JSON.stringify(loaded.diagnostics, null, 1));
  const compiled = await compile(loaded.pipeline, { platform: here, selection, only });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.failure, null, 1));
  const events: Event[] = [];
  const summary = await run({
    plan: compiled.value.plan,
    platform: here,
    jobs: 2,
    force,
    keepGoing: false,
    wait: true,
    signal: new AbortController().signal,
    listeners: [(event) => events.push(event)],
    durations: new Map(),
  });
  return { exitCode: summary.exitCode, events };
}
