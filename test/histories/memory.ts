/** What a store knows, as far as the model can tell: fingerprints of stages, as test/property/model.ts makes them. */
export class Memory {
  /** Reported as finished: none of these may ever run again. */
  readonly certain = new Set<string>();
  /** Whatever may have been made. What is not among them must run. */
  readonly possible = new Set<string>();
  /** Of `certain`, what a collection of garbage has left. */
  readonly collected = new Set<string>();
  /** Something was made that the model cannot name. */
  vague = false;
  /** Something was lost that the model cannot name. */
  damaged = false;

  keep(fingerprint: string): void {
    this.certain.add(fingerprint);
    this.possible.add(fingerprint);
  }
}
