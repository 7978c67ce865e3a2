import { byteCount } from "../../key/byte-count.ts";
import { usesOf } from "../../upkeep/disk-usage.ts";
import type { GcReport } from "../../upkeep/gc.ts";
import type { Evicted, Limits } from "../../upkeep/plan-eviction.ts";
import { counted } from "../columns.ts";
import type { Painter } from "../painter.ts";
import { textTable } from "../table.ts";
import { useColumns } from "./uses.ts";

export interface GcOptions {
  readonly dryRun: boolean;
  readonly limits: Limits;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Absolute: of the project from which it was asked for. */
  readonly projectRoot: string;
  /** Absolute. */
  readonly storeFolder: string;
  readonly paint: Painter;
  readonly columns: number;
}

/** What goes and why, then what stays and why. */
export function renderGc(report: GcReport, options: GcOptions): string {
  const { dryRun, limits, paint, columns } = options;
  const verb = dryRun ? "would remove" : "removed";
  const gone = report.before - report.after;
  const stays = usesOf(after(report));
  const head = gone === 0 ? `${dryRun ? "would remove" : "removed"} nothing` : `${verb} ${byteCount(gone)} of ${byteCount(report.before)}`;
  return [
    head,
    ...reasonLines(report, options),
    ...projectLines(report),
    "",
    report.after === 0 ? "nothing stays" : `${byteCount(report.after)} ${dryRun ? "would stay" : "stay"}${aboveWords(report, limits)}`,
    ...(stays.length === 0
      ? []
      : textTable(useColumns(stays, options.projectRoot), { width: columns, paint }).lines.map((line) => `  ${line}`)),
    "",
  ].join("\n");
}

function reasonLines({ eviction, leftovers }: GcReport, { limits, now }: GcOptions): readonly string[] {
  const all = [...eviction.objects, ...eviction.actions];
  const by = (why: Evicted["why"]): readonly Evicted[] => all.filter((evicted) => evicted.why === why);
  const [age, size, broken] = [by("age"), by("size"), by("broken")];
  return [
    ...(age.length === 0 ? [] : [`  ${amount(age)} not used for ${durationWords(limits.age)}`]),
    ...(size.length === 0 ? [] : [`  ${amount(size)} used least recently, above ${byteCount(limits.size)}: last ${agoWords(size, now)}`]),
    ...(broken.length === 0 ? [] : [`  ${counted(broken.length, "record")} of results whose bytes are gone`]),
    ...(leftovers.length === 0 ? [] : [`  ${amount(leftovers)} left by writers that were killed`]),
  ];
}

const amount = (files: readonly { readonly bytes: number }[]): string =>
  `${byteCount(files.reduce((sum, { bytes }) => sum + bytes, 0))} in ${counted(files.length, "file")}`;

/** When the last of them was used. */
function agoWords(files: readonly Evicted[], now: number): string {
  const newest = Math.max(...files.map(({ usedAt }) => usedAt));
  return now - newest < 86_400_000 ? "today" : `${durationWords(now - newest)} ago`;
}

/** Whole days, or hours where it is less than one. */
export function durationWords(milliseconds: number): string {
  const days = Math.floor(milliseconds / 86_400_000);
  return days >= 1 ? counted(days, "day") : counted(Math.floor(milliseconds / 3_600_000), "hour");
}

const projectLines = ({ forgotten, contents }: GcReport): readonly string[] => [
  ...forgotten.map(({ root }) => `  the project ${root.project} is gone: what only it needed counts as unneeded`),
  ...contents.projects.flatMap(({ state, root, why }) =>
    state === "unreadable" ? [`  the project ${root.project} cannot be read now: what it needed stays (${why})`] : [],
  ),
];

function aboveWords({ after: bytes }: GcReport, { size }: Limits): string {
  return bytes > size && size > 0
    ? `, above the limit of ${byteCount(size)}: all of it is needed (--runs, or \`cache.runs\`, keeps fewer runs)`
    : "";
}

/** What is left in the store. */
function after({ contents, eviction, leftovers }: GcReport): GcReport["contents"] {
  const [objects, actions] = [new Map(contents.survey.objects), new Map(contents.survey.actions)];
  for (const { digest } of eviction.objects) objects.delete(digest);
  for (const { digest } of eviction.actions) actions.delete(digest);
  const temporaries = contents.survey.temporaries.filter((file) => !leftovers.includes(file));
  return { ...contents, survey: { objects, actions, temporaries } };
}

/** `gc --json`: one document. */
export function gcDocument(report: GcReport, { dryRun, limits, storeFolder }: GcOptions): string {
  const { contents, eviction, leftovers, before } = report;
  const goes = [
    ...eviction.actions.map((evicted) => ({ is: "result", ...evicted })),
    ...eviction.objects.map((evicted) => ({ is: "object", ...evicted })),
  ];
  const document = {
    dryRun,
    store: storeFolder,
    limits: { size: finite(limits.size), age: finite(limits.age) },
    before,
    after: report.after,
    goes: goes.map(({ path: _, ...rest }) => rest),
    leftovers: leftovers.map(({ path, bytes }) => ({ path, bytes })),
    stays: usesOf(after(report)),
    projects: contents.projects.map(({ root, state, why }) => ({ project: root.project, state, ...(why !== undefined && { why }) })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** `null`: no limit. */
export const finite = (limit: number): number | null => (Number.isFinite(limit) ? limit : null);
