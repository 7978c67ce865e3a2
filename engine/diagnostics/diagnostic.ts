import type { DiagnosticCode } from "./code.ts";

/** Something that a person must read: what, where, why, and what to do. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: "error" | "warning";
  /** One sentence, no full stop. */
  readonly message: string;
  readonly place?: Place;
  readonly why?: string;
  /** What to do or write instead; may hold several lines of YAML. */
  readonly hint?: string;
  /** Other places that take part, each with a label: "first output is here". */
  readonly related?: readonly { readonly label: string; readonly place: Place }[];
}

/** A place in a text file. Lines and columns count from 1, columns in UTF-16 code units. */
export interface Place {
  /** As the user would type it: relative to the working directory. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The code frame: the line, its neighbours, and a marker under the range; fits 80 columns. */
  readonly frame: string;
}
