import type { DiagnosticCode } from "../diagnostics/code.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { placeIn } from "../diagnostics/place.ts";
import type { Source, Span } from "../diagnostics/source.ts";

/** A diagnostic whose places are still spans: the code frame is made only if someone will read it. */
export interface Problem {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly at?: Span;
  readonly why?: string | undefined;
  readonly hint?: string | undefined;
  readonly related?: readonly { readonly label: string; readonly at: Span }[];
}

/** Everything that is wrong, in one go. */
export class ProblemList {
  readonly #sources: readonly Source[];
  readonly #found: Diagnostic[] = [];

  constructor(sources: readonly Source[]) {
    this.#sources = sources;
  }

  add(problem: Problem): void {
    const { code, message, at, why, hint, related } = problem;
    const place = at && placeIn(this.#sources, at);
    const others = (related ?? []).flatMap((other) => {
      const where = placeIn(this.#sources, other.at);
      return where === undefined ? [] : [{ label: other.label, place: where }];
    });
    this.addDiagnostic({
      code,
      severity: "error",
      message,
      ...(place && { place }),
      ...(why !== undefined && { why }),
      ...(hint !== undefined && { hint }),
      ...(others.length > 0 && { related: others }),
    });
  }

  addDiagnostic(diagnostic: Diagnostic): void {
    this.#found.push(diagnostic);
  }

  get sources(): readonly Source[] {
    return this.#sources;
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.#found;
  }
}
