/** What the doctor found of one thing that a run depends on. */
export interface Finding {
  /** What was looked at: `node`, `backend wasm`, `disk`. Stable: programs read it. */
  readonly check: string;
  /** `note`: it works, and could be better. `warning`: something will not work, or not well. `bad`: nothing runs before it is mended. */
  readonly state: FindingState;
  readonly found: string;
  /** What that means. */
  readonly why?: string;
  /** What to do about it: often a command. */
  readonly hint?: string;
}

export const findingStates = ["good", "note", "warning", "bad"] as const;
export type FindingState = (typeof findingStates)[number];
