import { byteCount } from "../../key/byte-count.ts";
import { ages, bytesByAge, type StatePart, type Use, usesOf } from "../../upkeep/disk-usage.ts";
import type { Limits } from "../../upkeep/plan-eviction.ts";
import type { StoreContents } from "../../upkeep/store-contents.ts";
import type { Painter } from "../painter.ts";
import { textTable } from "../table.ts";
import { finite } from "./gc.ts";
import { useColumns } from "./uses.ts";

export interface UsageReport {
  readonly contents: StoreContents;
  readonly state: readonly StatePart[];
}

export interface UsageOptions {
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

const ageWords = ["within a day", "within 7 days", "within 30 days", "earlier"] as const;

/** The store by what its bytes are kept for and by when they were used last, then the rest of `.millrace/`. */
export function renderUsage(
  { contents, state }: UsageReport,
  { limits, now, projectRoot, storeFolder, paint, columns }: UsageOptions,
): string {
  const uses = usesOf(contents);
  const all = sum(uses);
  const unneeded = sum(uses.filter(({ kind }) => kind === "unneeded" || kind === "leftovers"));
  const rows = (table: Parameters<typeof textTable>[0]) => textTable(table, { width: columns - 2, paint }).lines.map((line) => `  ${line}`);
  const aged = bytesByAge(contents, now).map((bytes, index) => [byteCount(bytes), ageWords[index] ?? ""] as const);
  const limit = limits.size === Number.POSITIVE_INFINITY ? "" : ` of ${byteCount(limits.size)}`;
  return [
    `${paint.strong("store")} ${storeFolder}: ${byteCount(all)}${limit}`,
    ...(uses.length === 0 ? [] : rows(useColumns(uses, projectRoot))),
    "",
    paint.strong("used last"),
    ...rows([
      { head: "size", cells: aged.map(([bytes]) => bytes), right: true, rank: 0 },
      { head: "when", cells: aged.map(([, when]) => when), rank: 0 },
    ]),
    ...(state.length === 0 ? [] : ["", paint.strong("besides, in this project")]),
    ...(state.length === 0
      ? []
      : rows([
          { head: "size", cells: state.map(({ bytes }) => byteCount(bytes)), right: true, rank: 0 },
          { head: "what", cells: state.map(({ path }) => path), rank: 0 },
          { head: "", cells: state.map(({ path }) => cleaning[path] ?? ""), rank: 1 },
        ])),
    ...(unneeded === 0 ? [] : ["", `${byteCount(unneeded)} are needed by nothing: \`millrace gc --size 0B\` removes them now`]),
    "",
  ].join("\n");
}

/** What makes room in parts of `.millrace/`. */
const cleaning: Readonly<Record<string, string>> = {
  ".millrace/logs": "millrace clean --logs 100",
  ".millrace/runs": "millrace clean --logs 100",
  ".millrace/state": "millrace clean --state",
  ".millrace/displaced": "millrace clean --displaced",
  ".millrace/experiments": "millrace exp remove",
};

const sum = (uses: readonly Use[]): number => uses.reduce((total, { bytes }) => total + bytes, 0);

/** `du --json`: one document. */
export function usageDocument({ contents, state }: UsageReport, { limits, now, storeFolder }: UsageOptions): string {
  const uses = usesOf(contents);
  const byAge = bytesByAge(contents, now).map((bytes, index) => ({ within: finite(ages[index] ?? 0), bytes }));
  const document = {
    store: storeFolder,
    limits: { size: finite(limits.size), age: finite(limits.age) },
    bytes: sum(uses),
    uses,
    byAge,
    state,
    projects: contents.projects.map(({ root, state: how }) => ({ project: root.project, state: how })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
