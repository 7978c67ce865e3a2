import type { Span } from "../diagnostics/source.ts";
import type { ProjectPath } from "../platform/identity.ts";
import type { ProblemList } from "./problem-list.ts";

/** Somebody's word on a path: a stage that writes it, a stage that reads it, or Millrace itself. */
export interface Claim {
  readonly path: ProjectPath;
  /** Where it really is, if a link stands on the way: relative to the project root, or absolute outside of it. */
  readonly real?: string;
  readonly use: "output" | "input" | "reserved";
  /** Changes with every run: whatever reads it is never fresh. */
  readonly rewritten?: boolean;
  /** `output summary of stage summarize`. */
  readonly name: string;
  readonly stage?: string;
  /** Of another pipeline there is no place here. */
  readonly at?: Span;
  /** What to write instead of reading an output by its path. */
  readonly reference?: string;
}

interface Holder {
  readonly folded: string;
  readonly output: Claim | undefined;
  readonly other: Claim | undefined;
}

/**
 * Reports every path that is written, and read or written again, by somebody else: equal, or one inside the other, whatever the
 * case of the letters. Sorted, a folder stands right before what is in it, so one pass with the chain of open folders finds all.
 */
export function checkClaims(claims: readonly Claim[], problems: ProblemList): void {
  const sorted = claims
    .map((claim) => ({ claim, folded: foldedPath(claim.real ?? claim.path) }))
    .toSorted((one, other) =>
      one.folded < other.folded ? -1 : one.folded > other.folded ? 1 : rank[one.claim.use] - rank[other.claim.use],
    );
  const open: Holder[] = [];
  for (const { claim, folded } of sorted) {
    while (open.length > 0 && !folded.startsWith(open.at(-1)?.folded ?? "")) open.pop();
    const around = open.at(-1);
    report({ claim, around, problems });
    const output = claim.use === "output" ? claim : around?.output;
    open.push({ folded, output, other: claim.use === "output" ? around?.other : claim });
  }
}

const rank = { reserved: 0, output: 1, input: 2 } as const;

/** `a/b` sorts right behind `a`, before `a-b`; the separator at the end makes a prefix mean a folder. */
const foldedPath = (path: string): string => (path === "." ? "" : `${path.normalize("NFC").toLowerCase().replaceAll("/", "\0")}\0`);

interface Meeting {
  readonly claim: Claim;
  readonly around: Holder | undefined;
  readonly problems: ProblemList;
}

function report({ claim, around, problems }: Meeting): void {
  const { output, other } = around ?? {};
  if (claim.use === "output") {
    if (output) problems.add(overlap(claim, output));
    if (other) problems.add(readAndWritten(claim, other));
  } else if (claim.use === "input" && other?.rewritten) problems.add(readsState(claim, other));
  else if (claim.rewritten && other?.use === "input") problems.add(readsState(other, claim));
  else if (output) problems.add(claim.use === "reserved" ? reservedInside(output, claim) : readAndWritten(output, claim));
}

function overlap(claim: Claim, earlier: Claim) {
  const [shown, also] = laterFirst(claim, earlier);
  const relation =
    shown.path === also.path
      ? "both are"
      : foldedPath(shown.path) === foldedPath(also.path)
        ? "differ only in case:"
        : linked(shown, also)
          ? "are one place, by a link:"
          : "one holds the other:";
  return {
    code: "output-overlap" as const,
    message: shown.name === also.name ? `${shown.name} has one path in several instances` : `${shown.name} overlaps ${also.name}`,
    ...(shown.at && { at: shown.at }),
    why: `${relation} \`${also.path}\`${relation === "both are" ? "" : ` and \`${shown.path}\``}`,
    hint:
      shown.name === also.name
        ? "put `${{ matrix.… }}` into the path, or leave the path out"
        : "give each output a path of its own, or leave the path out",
    ...(also.at && shown.at && shown.name !== also.name && { related: [{ label: `${also.name} is here`, at: also.at }] }),
  };
}

const linked = (...claims: readonly Claim[]): boolean => claims.some(({ real }) => real !== undefined);

/** The one that is written further down is the one to change. */
const laterFirst = (one: Claim, other: Claim): readonly [Claim, Claim] => {
  if (one.at === undefined || other.at === undefined) return one.at === undefined ? [other, one] : [one, other];
  return one.at[1] >= other.at[1] ? [one, other] : [other, one];
};

function readAndWritten(output: Claim, input: Claim) {
  if (input.use === "reserved") return reservedInside(output, input);
  const same = foldedPath(output.real ?? output.path) === foldedPath(input.real ?? input.path);
  return {
    code: "output-is-input" as const,
    message: `${input.name} is ${same ? "" : "in part "}${output.name}`,
    ...((input.at ?? output.at) && { at: input.at ?? output.at }),
    why: `\`${input.path}\` is read as a file of the project, and \`${output.path}\` is written by a stage${linked(input, output) ? "; a link leads from one to the other" : ""}`,
    hint: hintToRead({ output, input, same }),
    ...(output.at && input.at && { related: [{ label: `${output.name} is here`, at: output.at }] }),
  };
}

function hintToRead({ output, input, same }: { readonly output: Claim; readonly input: Claim; readonly same: boolean }): string {
  if (input.stage !== undefined && input.stage === output.stage) return "write to another path: a stage cannot read what it is to make";
  if (output.stage === undefined) return "put both stages into one pipeline: between two nothing says which comes first";
  if (same && output.reference !== undefined) return `write \`${output.reference}\``;
  return "read it by its reference, `stage.port`, or write to another folder";
}

function readsState(input: Claim, reserved: Claim) {
  return {
    code: "output-is-input" as const,
    message: `${input.name} reads ${reserved.name}`,
    ...(input.at && { at: input.at }),
    why: "every run writes there: the stage would never be fresh",
    hint: "name the files and folders that it reads",
  };
}

function reservedInside(output: Claim, reserved: Claim) {
  return {
    code: "output-is-input" as const,
    message: `${output.name} is, or holds, ${reserved.name}`,
    ...(output.at && { at: output.at }),
    why: "an output is removed before its stage runs",
    hint: "write to a path of its own, such as `./reports/…`",
  };
}
