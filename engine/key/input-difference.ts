import type { Change } from "../events/reason.ts";
import type { StageId } from "../platform/identity.ts";
import type { InputFact, Manifest } from "./manifest.ts";
import { type Contents, entryDifference, shapeChange } from "./tree-difference.ts";

/** Where what comes in comes from now. */
export interface Origin {
  /** Project-relative. */
  readonly path: string;
  readonly maker?: StageId;
}

export interface InputsRequest {
  readonly before: Manifest;
  readonly after: Manifest;
  readonly contents: Contents;
  readonly origin: (port: string, index: number) => Origin | undefined;
}

export function inputChanges({ before, after, contents, origin }: InputsRequest): readonly Change[] {
  const ports = [...new Set([...Object.keys(before.in), ...Object.keys(after.in)])].sort();
  return ports.flatMap((port): readonly Change[] => {
    const old = factsOf(before, port);
    const now = factsOf(after, port);
    const from = origin(port, 0);
    if (old === undefined) return [{ subject: "input", name: port, gist: "added", details: [], ...from }];
    if (now === undefined) return [{ subject: "input", name: port, gist: removedGist(old), details: [] }];
    const gathered = [before, after].map((manifest) => manifest.gathered.includes(port));
    if (old.length !== now.length) return [countChange({ port, old, now, origin })];
    const list = gathered[0] === gathered[1] ? [] : [listChange(port, gathered[1] === true)];
    return [
      ...list,
      ...now.flatMap((fact, index) => {
        const name = now.length === 1 ? port : `${port}[${index}]`;
        const earlier = old[index];
        return earlier === undefined ? [] : factChange({ name, before: earlier, after: fact, contents, from: origin(port, index) });
      }),
    ];
  });
}

const factsOf = (manifest: Manifest, port: string): readonly InputFact[] | undefined =>
  Object.hasOwn(manifest.in, port) ? manifest.in[port] : undefined;

const removedGist = (facts: readonly InputFact[]): string => (facts[0]?.path === undefined ? "removed" : `removed, was ${facts[0].path}`);

const listChange = (port: string, isList: boolean): Change => ({
  subject: "input",
  name: port,
  gist: isList ? "now a list of one" : "no longer a list",
  details: [],
});

interface CountRequest {
  readonly port: string;
  readonly old: readonly InputFact[];
  readonly now: readonly InputFact[];
  readonly origin: InputsRequest["origin"];
}

function countChange({ port, old, now, origin }: CountRequest): Change {
  const known = new Set(old.map(({ digest }) => digest));
  const details = now.flatMap(({ digest }, index) => {
    const from = known.has(digest) ? undefined : origin(port, index);
    return from === undefined ? [] : [`${from.maker === undefined ? from.path : `made by ${from.maker}`} is new or changed`];
  });
  const left = details.length - mostItems;
  return {
    subject: "input",
    name: port,
    before: `${old.length} ${old.length === 1 ? "item" : "items"}`,
    after: `${now.length} ${now.length === 1 ? "item" : "items"}`,
    details: left > 0 ? [...details.slice(0, mostItems), `… and ${left} more`] : details,
  };
}

const mostItems = 6;

interface FactRequest {
  readonly name: string;
  readonly before: InputFact;
  readonly after: InputFact;
  readonly contents: Contents;
  readonly from: Origin | undefined;
}

function factChange({ name, before, after, contents, from }: FactRequest): readonly Change[] {
  const other = before.digest !== after.digest;
  const found = other ? entryDifference({ before, after }, contents) : undefined;
  const facts = [
    ...valueChange("path", before.path, after.path),
    ...valueChange("format", before.format, after.format),
    ...valueChange("type", before.type, after.type),
    ...[shapeChange({ before, after })].filter((change) => change !== undefined),
  ];
  if (!other && facts.length === 0) return [];
  const digests = other ? { before: before.digest.slice(0, 8), after: after.digest.slice(0, 8) } : {};
  // What a stage made, and no person reads, is known by its digest.
  const opaque = from?.maker !== undefined && (found?.opaque === true || after.shape === "directory");
  const gist = [...facts, ...(found === undefined || opaque ? [] : [found.gist])].join(", ");
  const details = found === undefined ? [] : opaque ? [found.gist, ...found.lines] : found.lines;
  return [{ subject: "input", name, ...digests, ...(gist !== "" && { gist }), details, ...from }];
}

const valueChange = (what: string, before: string | undefined, after: string | undefined): readonly string[] =>
  before === after ? [] : [`${what} ${before || "none"} -> ${after || "none"}`];
