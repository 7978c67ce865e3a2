import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("../..", import.meta.url));

/** What a reader of the repository finds, by path from its root. */
export const documents: readonly string[] = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...readdirSync(join(repository, "docs"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => `docs/${path.replaceAll("\\", "/")}`)
    .sort(),
];

export const textOf = (document: string): string => readFileSync(join(repository, document), "utf8");

/** A fenced block of code. */
export interface Block {
  readonly document: string;
  /** Of its first fence, from 1. */
  readonly line: number;
  readonly language: string;
  /** What follows the language: `pipeline.yaml`, `stage`. */
  readonly note: string;
  readonly text: string;
  /** The name of the example around it: all blocks of one name are one project, which is run. */
  readonly example: string | undefined;
}

export function blocksOf(document: string): readonly Block[] {
  const blocks: Block[] = [];
  let example: string | undefined;
  let open: { readonly line: number; readonly language: string; readonly note: string; readonly lines: string[] } | undefined;
  for (const [index, line] of textOf(document).split("\n").entries()) {
    if (open !== undefined) {
      if (line === "```") {
        const { lines, ...head } = open;
        blocks.push({ ...head, document, example, text: lines.map((each) => `${each}\n`).join("") });
        open = undefined;
      } else open.lines.push(line);
      continue;
    }
    const fence = /^```(\S*) ?(.*)$/.exec(line);
    if (fence) open = { line: index + 1, language: fence[1] ?? "", note: fence[2] ?? "", lines: [] };
    const mark = /^<!-- (?:example: (\S+)|end of example) -->$/.exec(line);
    if (mark) example = mark[1];
  }
  if (open !== undefined) throw new Error(`${document}:${open.line}: a block of code without an end`);
  return blocks;
}

export const allBlocks = (): readonly Block[] => documents.flatMap(blocksOf);

/** The anchors that GitHub gives to a document's headings. */
export const anchorsOf = (document: string): ReadonlySet<string> =>
  new Set(
    [...withoutBlocks(textOf(document)).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );

export const withoutBlocks = (text: string): string => text.replace(/^```[^\n]*\n[\s\S]*?^```$/gm, "");

/** The rows of the tables of a Markdown text, cell by cell, without heads and rules. */
export function tableRows(text: string): readonly (readonly string[])[] {
  const lines = text.split("\n");
  const isRule = (line: string | undefined): boolean => line !== undefined && /^\|[\s|:-]+\|$/.test(line);
  return lines
    .filter((line, index) => line.startsWith("|") && !isRule(line) && !isRule(lines[index + 1]))
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim().replaceAll("\\|", "|")),
    );
}

/** The part of a document below a heading, to the next one that is not deeper. */
export function sectionOf(document: string, heading: string): string {
  const lines = textOf(document).split("\n");
  const start = lines.indexOf(heading);
  if (start < 0) throw new Error(`${document} has no heading "${heading}"`);
  const depth = /^#+/.exec(heading)?.[0].length ?? 1;
  const end = lines.findIndex((line, index) => index > start && (/^(#+) /.exec(line)?.[1]?.length ?? 7) <= depth);
  return lines.slice(start + 1, end < 0 ? undefined : end).join("\n");
}
