import { bodyHint } from "./read-body.ts";
import { RequestProblem } from "./request-problem.ts";

export type RequestRow = Readonly<Record<string, unknown>>;

/** `{ rows: [row, ...] }`, a list of rows, or one row. */
export function rowsInRequest(body: unknown): readonly RequestRow[] {
  const rows = listOf(body);
  return rows.map((row, index) => {
    if (isRow(row)) return row;
    throw new RequestProblem({
      status: 422,
      code: "row-shape",
      message: `row ${index} is ${kindOf(row)}, not an object of columns`,
      hint: bodyHint,
    });
  });
}

function listOf(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body;
  if (!isRow(body)) {
    throw new RequestProblem({ status: 422, code: "body-shape", message: `the body is ${kindOf(body)}, not rows`, hint: bodyHint });
  }
  if (!Object.hasOwn(body, "rows") || !Array.isArray(body.rows)) return [body];
  const others = Object.keys(body).filter((key) => key !== "rows");
  if (others.length === 0) return body.rows;
  throw new RequestProblem({
    status: 422,
    code: "body-shape",
    message: `beside rows the body has ${others.join(", ")}`,
    hint: bodyHint,
  });
}

const isRow = (value: unknown): value is RequestRow => value !== null && typeof value === "object" && !Array.isArray(value);

export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return { number: "a number", string: "a text", boolean: "a boolean", object: "an object" }[typeof value as string] ?? "nothing";
}
