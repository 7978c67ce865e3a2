import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { failure, type Result, success } from "../../platform/result.ts";
import type { Repository, Revision } from "./repository.ts";
import { commonAncestor, resolveRevision } from "./resolve-revision.ts";

/** Two states of a project. */
export interface RevisionRange {
  readonly before: Revision;
  /** `undefined`: the working tree. */
  readonly after: Revision | undefined;
}

/**
 * What one or two words mean: `main` is from there to the working tree, `A B` and `A..B` from one commit to another, `A...B` from
 * where B parted from A to B. Nothing is `HEAD`; so is either end of the dots where it is left out.
 */
export async function resolveRange(repository: Repository, words: readonly string[]): Promise<Result<RevisionRange, Diagnostic>> {
  const [first = "HEAD", second] = words;
  const dots = second === undefined ? /^(.*?)(\.{2,3})(.*)$/.exec(first) : null;
  const named = dots === null ? { from: first, to: second } : { from: dots[1] || "HEAD", to: dots[3] || "HEAD" };
  const from = await resolveRevision(repository, named.from);
  if (!from.ok) return from;
  if (named.to === undefined) return success({ before: from.value, after: undefined });
  const to = await resolveRevision(repository, named.to);
  if (!to.ok) return failure(to.failure);
  if (dots?.[2] !== "...") return success({ before: from.value, after: to.value });
  const parted = await commonAncestor(repository, { from: from.value, to: to.value });
  return parted.ok ? success({ before: parted.value, after: to.value }) : parted;
}
