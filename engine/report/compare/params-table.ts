import { type RowState, rowStates } from "../../history/compare/compare-metrics.ts";
import type { ParamRow } from "../../history/compare/compare-params.ts";
import { cut } from "../columns.ts";
import type { Painter } from "../painter.ts";
import { type Column, markdownTable, textTable } from "../table.ts";
import { type ComparedVersions, versionDocument, versionWords } from "./comparison.ts";
import { markdownText } from "./markdown.ts";

export interface ParamsTableOptions {
  readonly versions: ComparedVersions;
  /** Also what is the same in both. */
  readonly all: boolean;
}

/** The params of two versions for a terminal, in the order of the file. */
export function renderParamsTable(rows: readonly ParamRow[], options: ParamsTableOptions & { readonly paint: Painter }): string {
  const { versions, all, paint } = options;
  const shown = rows.filter((row) => all || row.state !== "same");
  const head = paint.strong(`${versions.name}: params, ${versionWords(versions.before)} -> ${versionWords(versions.after)}`);
  const { lines } = textTable(
    columnsOf(shown, (text) => cut(text, longestValue)),
    { width: Number.POSITIVE_INFINITY, paint },
  );
  const table = shown.length === 0 ? [] : ["", ...lines.map((line) => `  ${line}`)];
  return `${[head, ...table, "", outlook(rows, all ? "" : " (--all shows them)")].join("\n")}\n`;
}

export function paramsMarkdown(rows: readonly ParamRow[], { versions, all }: ParamsTableOptions): string {
  const shown = rows.filter((row) => all || row.state !== "same");
  const head = `### ${markdownText(`${versions.name}: params, ${versionWords(versions.before)} → ${versionWords(versions.after)}`)}`;
  const table = shown.length === 0 ? [] : [markdownTable(columnsOf(shown, markdownText)).trimEnd()];
  return `${[head, ...table, outlook(rows)].join("\n\n")}\n`;
}

/** `params diff --json`: every param, also those that are the same; values as they are written, with their type. */
export function paramsDocument(rows: readonly ParamRow[], { name, before, after }: ComparedVersions): string {
  const document = {
    pipeline: name,
    before: versionDocument(before),
    after: versionDocument(after),
    counts: Object.fromEntries(rowStates.map((state) => [state, rows.filter((row) => row.state === state).length])),
    params: rows,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** Of a list that would fill the line; Markdown and JSON have all of it. */
const longestValue = 28;

function columnsOf(rows: readonly ParamRow[], shown: (text: string) => string): readonly Column[] {
  const value = (side: "before" | "after") => rows.map((row) => shown(row[side]?.text ?? "-"));
  return [
    { head: "param", cells: rows.map(({ name }) => name), rank: 0 },
    { head: "old", cells: value("before"), rank: 0 },
    { head: "new", cells: value("after"), rank: 0 },
    { head: "", cells: rows.map(noteOf), rank: 0 },
  ];
}

function noteOf({ state, before, after }: ParamRow): string {
  if (state === "added" || state === "removed") return state;
  if (state === "same" || before === undefined || after === undefined || before.tag === after.tag) return "";
  return `${tagWords[before.tag]} -> ${tagWords[after.tag]}`;
}

const tagWords = { str: "text", int: "integer", float: "number", bool: "boolean", null: "null", list: "list", map: "map" } as const;

function outlook(rows: readonly ParamRow[], hint = ""): string {
  if (rows.length === 0) return "no params in either version";
  const count = (state: RowState): number => rows.filter((row) => row.state === state).length;
  const same = count("same");
  const hidden = same > 0 ? hint : "";
  if (same === rows.length) return `nothing changed: ${same === 1 ? "1 param is" : `${same} params are`} the same${hidden}`;
  const told = [
    count("changed") === 0 ? "" : `${count("changed")} changed`,
    count("added") === 0 ? "" : `${count("added")} new`,
    count("removed") === 0 ? "" : `${count("removed")} gone`,
    same === 0 ? "" : `${same} the same${hidden}`,
  ];
  return told.filter((text) => text !== "").join(", ");
}
