import type { RunStarted } from "../events/event.ts";
import { edgesOf } from "../graph/edges.ts";
import type { Plan } from "../graph/plan.ts";
import { millraceVersion } from "../platform/version.ts";
import { plainValue } from "../spec/plain-value.ts";
import { headCommit } from "./head-commit.ts";
import type { RunRequest } from "./request.ts";

export interface StartedRun {
  readonly request: RunRequest;
  readonly plan: Plan;
  readonly id: string;
}

/** What is told of a run before anything else. */
export function startedEvent({ request, plan, id }: StartedRun): RunStarted {
  const { clock, disk, environment } = request.platform;
  const { projectRoot, file, name, params } = plan.pipeline;
  const commit = headCommit(disk, projectRoot);
  return {
    type: "run-started",
    run: id,
    pipeline: file,
    name,
    at: clock.now(),
    stages: [...plan.stages.keys()].filter((stage) => plan.selected.has(stage)),
    params: plainValue(params),
    jobs: request.jobs,
    edges: edgesOf(plan),
    environment: {
      millrace: millraceVersion(),
      node: environment.node,
      system: environment.system,
      processors: environment.processors,
    },
    ...(commit !== undefined && { commit }),
  };
}
