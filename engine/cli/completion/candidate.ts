/** What may stand at the cursor. */
export interface Candidate {
  readonly value: string;
  /** Half a line, for shells that show it. */
  readonly description: string;
}

export interface Completion {
  readonly candidates: readonly Candidate[];
  /** Whether the shell is to offer paths beside them. */
  readonly paths: "none" | "files" | "folders";
}

/** What a shell's function reads: a line `VALUE<TAB>DESCRIPTION` a candidate, and at the end a line `:files` or `:folders`. */
export function completionText({ candidates, paths }: Completion): string {
  const lines = candidates.map(({ value, description }) => `${value}\t${description.replace(/\s+/g, " ")}`);
  return [...lines, ...(paths === "none" ? [] : [`:${paths}`])].map((line) => `${line}\n`).join("");
}
