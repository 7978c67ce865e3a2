/** What is wrong with a request, as the client reads it: `{ "error": { code, message, hint } }`. */
export class RequestProblem extends Error {
  readonly status: 400 | 404 | 405 | 413 | 415 | 422 | 500;
  readonly code: RequestProblemCode;
  readonly hint: string | undefined;
  constructor({ status, code, message, hint }: Pick<RequestProblem, "status" | "code" | "message"> & { readonly hint?: string }) {
    super(message);
    this.status = status;
    this.code = code;
    this.hint = hint;
  }
}

export type RequestProblemCode =
  | "no-body"
  | "not-json"
  | "body-too-large"
  | "encoding"
  | "body-shape"
  | "row-shape"
  | "unknown-column"
  | "missing-column"
  | "wrong-type"
  | "out-of-range"
  | "unknown-path"
  | "wrong-method"
  | "internal";
