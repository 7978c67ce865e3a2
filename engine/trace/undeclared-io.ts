import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { placeIn } from "../diagnostics/place.ts";
import type { UndeclaredIo } from "../events/event.ts";
import type { Plan, PlanStage } from "../graph/plan.ts";
import type { Disk } from "../platform/disk.ts";
import { declarationsOf, madeBy } from "./declarations.ts";
import type { Undeclared } from "./undeclared.ts";

export interface UndeclaredIoRequest {
  readonly disk: Disk;
  readonly plan: Plan;
  readonly stage: PlanStage;
  readonly undeclared: Undeclared;
  /** Whether to tell what seldom matters. */
  readonly all: boolean;
}

/** What a stage did and did not declare, as an event. */
export function undeclaredIo({ disk, plan, stage, undeclared, all }: UndeclaredIoRequest): UndeclaredIo {
  const makers = madeBy(plan, stage);
  const { minor } = undeclared;
  return {
    type: "undeclared-io",
    stage: stage.id,
    allowed: plan.pipeline.stages.some(({ name, allowUndeclared }) => allowUndeclared && name.value === stage.name),
    reads: undeclared.reads.map((path) => {
      const maker = [...makers].find(([made]) => path === made || path.startsWith(`${made}/`))?.[1].stage;
      return { path, ...(maker !== undefined && { maker }) };
    }),
    lists: undeclared.lists,
    writes: [...undeclared.writes, ...emptyFolders(undeclared).map((path) => `${path}/`)],
    removes: undeclared.removes,
    outside: { reads: undeclared.readsOutside, writes: undeclared.writesOutside },
    connections: undeclared.connections,
    declare: declarationsOf({ disk, plan, stage, undeclared }),
    ...(all && {
      minor: {
        looks: minor.looks,
        absent: minor.absent,
        lists: minor.lists,
        temporary: minor.temporary,
        outsideReads: minor.readsOutside,
      },
    }),
  };
}

/** Folders that are there for no file that is told of. */
const emptyFolders = ({ made, writes }: Undeclared): readonly string[] =>
  made.filter((folder) => ![...writes, ...made].some((path) => path.startsWith(`${folder}/`)));

/** Whether it may make a result wrong: a file that no key holds, or one that no run removes or restores. */
export const isWrong = ({ allowed, reads, lists, writes, removes, outside }: UndeclaredIo): boolean =>
  !allowed && [reads, lists, writes, removes, outside.reads].some((list) => list.length > 0);

/** Lines of each sort that a person is told of; the event has all. */
const most = 12;

/** For a person; `undefined` where there is nothing to say. */
export function undeclaredDiagnostic(
  event: UndeclaredIo,
  { plan, stage }: { readonly plan: Plan; readonly stage: PlanStage },
): Diagnostic | undefined {
  const lines = [
    ...told("reads", event.reads, ({ path, maker }) => (maker === undefined ? path : `${path} (made by ${maker})`)),
    ...told("lists", event.lists, (path) => `${path}/`),
    ...told("writes", event.writes, String),
    ...told("removes", event.removes, String),
    ...told("reads", event.outside.reads, (path) => `${path} (outside of the project)`),
    ...told("writes", event.outside.writes, (path) => `${path} (outside of the project)`),
    ...told("connects to", event.connections, String),
  ];
  if (event.allowed || lines.length === 0) return undefined;
  const place = placeIn(plan.pipeline.sources, stage.at);
  return {
    code: "undeclared-io",
    severity: "warning",
    message: isWrong(event) ? `stage ${stage.id} reads or writes what it does not declare` : `stage ${stage.id} reaches out of the project`,
    ...(place !== undefined && { place }),
    why: `${reasonOf(event)}\n${lines.join("\n")}`,
    hint: hintOf(event, stage),
  };
}

const reasonOf = (event: UndeclaredIo): string =>
  isWrong(event)
    ? "a change of what it reads would not be seen, and what it writes is neither removed nor restored:"
    : "its result may depend on more than its key holds:";

function told<Item>(verb: string, items: readonly Item[], text: (item: Item) => string): readonly string[] {
  const lines = items.slice(0, most).map((item) => `  ${verb} ${text(item)}`);
  return items.length > most ? [...lines, `  … and ${items.length - most} more (--json has all)`] : lines;
}

function hintOf(event: UndeclaredIo, { does }: PlanStage): string {
  const parts = [];
  const { declare } = event;
  if (does.kind === "uses" && declare.in.length + declare.out.length > 0) {
    parts.push("give the kind ports for them in its `defineStage`, and then");
  }
  if (declare.in.length > 0) parts.push("add to `in`:", ...declare.in.map((line) => `  ${line}`));
  if (declare.out.length > 0) parts.push("add to `out`:", ...declare.out.map((line) => `  ${line}`));
  if (event.outside.reads.length > 0) parts.push("bring data of outside into the project (a link there will do), and declare it");
  parts.push(parts.length === 0 ? "where it is meant, say so: `undeclared: allow`" : "or, where it is meant: `undeclared: allow`");
  return parts.join("\n");
}
