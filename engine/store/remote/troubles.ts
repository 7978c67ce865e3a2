import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Digest } from "../../platform/identity.ts";
import { RemoteFailure } from "./transport.ts";

/** So many failures with nothing good in between, and the remote is asked nothing more. */
const mostFailures = 3;

/** Turns what a remote does wrong into "not there" and a warning: one of each sort. */
export class Troubles {
  readonly #name: string;
  readonly #notify: (diagnostic: Diagnostic) => void;
  readonly #told = new Set<string>();
  #failures = 0;
  #gone = false;

  constructor({ name, notify }: { readonly name: string; readonly notify: (diagnostic: Diagnostic) => void }) {
    this.#name = name;
    this.#notify = notify;
  }

  /** `otherwise` where the remote does not do its work, or is asked nothing more. */
  async trying<Value>(work: () => Promise<Value>, otherwise: Value): Promise<Value> {
    if (this.#gone) return otherwise;
    try {
      const value = await work();
      this.#failures = 0;
      return value;
    } catch (error) {
      if (!(error instanceof RemoteFailure)) throw error;
      this.#failures += 1;
      this.#gone ||= error.kind === "refused" || this.#failures >= mostFailures;
      this.#tell("unavailable", unavailable(this.#name, error));
      return otherwise;
    }
  }

  /** Whether it has failed to answer. */
  get met(): boolean {
    return this.#told.has("unavailable");
  }

  wrongBytes(digests: readonly Digest[]): void {
    this.#tell("wrong", {
      code: "remote-damaged",
      severity: "warning",
      message: `remote ${this.#name} gave other bytes than those of object ${digests[0]?.slice(0, 12)}; they were not used`,
      why: "it is damaged there, or something between changed it",
      hint: `where it happens again: millrace push --resend on a machine that has it`,
    });
  }

  badSignature(key: Digest): void {
    this.#tell("signature", {
      code: "remote-signature",
      severity: "warning",
      message: `the result of key ${key.slice(0, 12)} on remote ${this.#name} is not signed by a key of MILLRACE_SIGNING_KEY; it was not used`,
      why: "who may write there is not always who may say what a result is; or the signing key was exchanged",
      hint: "push it again from a machine that has the signing key",
    });
  }

  #tell(sort: string, diagnostic: Diagnostic): void {
    if (this.#told.has(sort)) return;
    this.#told.add(sort);
    this.#notify(diagnostic);
  }
}

export const unavailable = (name: string, { message, hint }: RemoteFailure): Diagnostic => ({
  code: "remote-unavailable",
  severity: "warning",
  message: `remote ${name}: ${message}`,
  why: "what it may hold counts as not there",
  ...(hint !== undefined && { hint }),
});
