import type { UndeclaredIo } from "../events/event.ts";
import { groupBy } from "../platform/group-by.ts";
import type { Level } from "./narration.ts";
import { plainText } from "./plain-text.ts";

/** Of a traced stage that nothing is wrong with, that this is so; what is wrong, the stage's own diagnostics say. */
export function undeclaredLines(event: UndeclaredIo, { level }: { readonly level: Level }): readonly string[] {
  if (level === "quiet") return [];
  const { stage, allowed, reads, lists, writes, removes, outside, connections } = event;
  const minor = level === "verbose" ? minorLines(event) : [];
  if (allowed)
    return [[`traced  ${stage}: \`undeclared: allow\``, ...(level === "verbose" ? allowedLines(event) : []), ...minor].join("\n")];
  const isClean = [reads, lists, writes, removes, outside.reads, outside.writes, connections].every((list) => list.length === 0);
  const first = `traced  ${stage}: ${isClean ? "declares all that it reads and writes" : "more than it declares"}`;
  return isClean || minor.length > 0 ? [[first, ...minor].join("\n")] : [];
}

const allowedLines = ({ reads, lists, writes, removes, outside, connections }: UndeclaredIo): readonly string[] => [
  ...listed(
    "reads",
    reads.map(({ path }) => path),
  ),
  ...listed("lists", lists),
  ...listed("writes", writes),
  ...listed("removes", removes),
  ...listed("reads", outside.reads),
  ...listed("writes", outside.writes),
  ...listed("connects to", connections),
];

function minorLines({ minor }: UndeclaredIo): readonly string[] {
  if (minor === undefined) return [];
  return [
    ...listed("asks for", minor.looks),
    ...listed("looks in vain for", minor.absent),
    ...listed("lists", minor.lists),
    ...listed("writes and removes", minor.temporary),
    ...listed("reads", byFolder(minor.outsideReads)),
  ];
}

const listed = (verb: string, paths: readonly string[]): readonly string[] => paths.map((path) => `  ${verb} ${plainText(path)}`);

/** More files of one folder of the system than this are told as that folder. */
const many = 4;

function byFolder(paths: readonly string[]): readonly string[] {
  const groups = groupBy(paths, (path) => path.split("/").slice(0, 4).join("/"));
  return [...groups].flatMap(([folder, files]) => (files.length > many ? [`${folder}/ (${files.length} files)`] : files));
}
