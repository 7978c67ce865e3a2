import { join } from "node:path";
import type { Plan, PlanStage } from "../graph/plan.ts";
import type { Disk } from "../platform/disk.ts";
import type { StageId } from "../platform/identity.ts";
import { holdsMetrics } from "./metrics-text.ts";
import { portEntry } from "./port-entry.ts";
import { portsOf } from "./ports.ts";
import type { Undeclared } from "./undeclared.ts";

export interface DeclarationsRequest {
  readonly disk: Disk;
  readonly plan: Plan;
  readonly stage: PlanStage;
  readonly undeclared: Undeclared;
}

export interface Declarations {
  /** `port: path`, each a line. */
  readonly in: readonly string[];
  readonly out: readonly string[];
}

/** The lines that would declare what a stage was seen to do; what it read and then changed can be neither input nor output. */
export function declarationsOf({ disk, plan, stage, undeclared }: DeclarationsRequest): Declarations {
  const { projectRoot, folder } = plan.pipeline;
  const absolute = (path: string): string => join(projectRoot, path);
  const written = undeclared.writes.filter((path) => !undeclared.changes.includes(path));
  const ports = portsOf({
    observed: {
      inputs: [...undeclared.reads, ...undeclared.lists].map(absolute),
      outputs: written.map(absolute),
      listed: undeclared.lists.map(absolute),
      made: [...undeclared.made].map(absolute),
      changed: [],
      outside: [],
    },
    named: [],
    folder: absolute(folder),
    references: new Map([...madeBy(plan, stage)].map(([path, { reference }]) => [absolute(path), reference])),
    taken: [...stage.inputs, ...stage.outputs].map(({ port }) => port),
    isMetrics: (path) => path.endsWith(".json") && holdsMetrics(disk.read(path).toString("utf8")),
  });
  return { in: ports.in.map(portEntry), out: ports.out.map(portEntry) };
}

export interface Maker {
  readonly stage: StageId;
  /** `prepare.rows`. */
  readonly reference: string;
}

/** What the other stages make, by path. */
export function madeBy(plan: Plan, reader: PlanStage): ReadonlyMap<string, Maker> {
  const others = [...plan.stages.values()].filter(({ id }) => id !== reader.id);
  return new Map(others.flatMap(({ id, outputs }) => outputs.map(({ port, path }) => [path, { stage: id, reference: `${id}.${port}` }])));
}
