import { didYouMean, listOf } from "../diagnostics/did-you-mean.ts";
import { failure, type Result, success } from "../platform/result.ts";
import type { SourceValue } from "../spec/pipeline.ts";
import type { Problem } from "./problem-list.ts";
import { isUnknown } from "./unknown-value.ts";

/** What a template can name at one place of the file. A root that is absent is not known there. */
export interface Scope {
  readonly params: SourceValue;
  readonly matrix: ReadonlyMap<string, SourceValue>;
  readonly env?: ReadonlyMap<string, SourceValue>;
  readonly with?: SourceValue;
  readonly in?: ReadonlyMap<string, readonly string[]>;
  readonly out?: ReadonlyMap<string, readonly string[]>;
  /** Something of the stage was reported while loading: a name of the stage's own that is missing may be there once that is mended. */
  readonly incomplete?: boolean;
}

/** A value; or paths, one or, where a matrix is gathered, several. */
export type Found = { readonly kind: "value"; readonly value: SourceValue } | { readonly kind: "paths"; readonly paths: readonly string[] };
export type LookupFailure = Pick<Problem, "code" | "message" | "why" | "hint">;

const roots = ["params", "matrix", "in", "out", "with", "env"] as const;

export function lookUp(scope: Scope, segments: readonly string[]): Result<Found, LookupFailure> {
  const path = segments.join(".");
  const root = roots.find((name) => name === segments[0]);
  if (root === undefined) return failure(unknownRoot(path, segments[0] ?? ""));
  const base = scope[root];
  if (base === undefined) return failure(unknown(path, { why: `\`${root}.*\` is not known at this place` }));
  if (segments.length === 1) return failure(unknown(path, { why: `a name must follow \`${root}.\`` }));
  if (root === "in" || root === "out") return lookUpPaths({ path, segments, ports: scope[root] ?? new Map(), root });
  return walk({ path, root, base: base instanceof Map ? mapValue(base) : (base as SourceValue), segments });
}

interface PathsLookup {
  readonly path: string;
  readonly segments: readonly string[];
  readonly ports: ReadonlyMap<string, readonly string[]>;
  readonly root: "in" | "out";
}

function lookUpPaths({ path, segments, ports, root }: PathsLookup): Result<Found, LookupFailure> {
  const name = segments.slice(1).join(".");
  const paths = ports.get(name);
  if (paths !== undefined) return success({ kind: "paths", paths });
  return failure(unknown(path, { ...suggest({ name, names: [...ports.keys()], prefix: `${root}.` }) }));
}

const mapValue = (map: ReadonlyMap<string, SourceValue>): SourceValue => ({
  kind: "map",
  at: [0, 0, 0],
  entries: [...map].map(([key, value]) => ({ key, keyAt: value.at, value })),
});

interface Walk {
  readonly path: string;
  readonly root: string;
  readonly base: SourceValue;
  readonly segments: readonly string[];
}

function walk({ path, root, base, segments }: Walk): Result<Found, LookupFailure> {
  let value = base;
  for (const [index, name] of segments.entries()) {
    if (index === 0) continue;
    if (isUnknown(value)) return success({ kind: "value", value });
    const next = memberOf(value, name);
    if (next === undefined) {
      const prefix = `${segments.slice(0, index).join(".")}.`;
      const names = value.kind === "map" ? value.entries.map(({ key }) => key) : [];
      const problem = unknown(path, suggest({ name, names, prefix }));
      return failure(root === "params" ? { ...problem, code: "unknown-param" } : problem);
    }
    value = next;
  }
  return success({ kind: "value", value });
}

function memberOf(value: SourceValue, name: string): SourceValue | undefined {
  if (value.kind === "map") return value.entries.find(({ key }) => key === name)?.value;
  return value.kind === "list" && /^\d+$/.test(name) ? value.items[Number(name)] : undefined;
}

interface Suggestion {
  readonly name: string;
  readonly names: readonly string[];
  readonly prefix: string;
}

function suggest({ name, names, prefix }: Suggestion): Pick<Problem, "why" | "hint"> {
  const near = didYouMean(name, names);
  return {
    why: names.length === 0 ? `\`${prefix.slice(0, -1)}\` holds no names` : `\`${prefix.slice(0, -1)}\` holds ${listOf(names)}`,
    ...(near !== undefined && { hint: `did you mean \`${prefix}${near}\`?` }),
  };
}

const unknown = (path: string, more: Pick<Problem, "why" | "hint">): LookupFailure => ({
  code: "unknown-template",
  message: `there is no \`${path}\``,
  ...more,
});

function unknownRoot(path: string, root: string): LookupFailure {
  const near = didYouMean(root, roots);
  return unknown(path, {
    why: `a path starts with one of ${listOf(roots.map((name) => `${name}.`))}`,
    hint: near === undefined ? undefined : `did you mean \`${[near, ...path.split(".").slice(1)].join(".")}\`?`,
  });
}
