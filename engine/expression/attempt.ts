import { failure, type Result, success } from "../platform/result.ts";
import { ExpressionError } from "./expression-error.ts";

/** Turns the parser's exception into a value. */
export function attempt<Value>(read: () => Value): Result<Value, ExpressionError> {
  try {
    return success(read());
  } catch (error) {
    if (error instanceof ExpressionError) return failure(error);
    throw error;
  }
}
