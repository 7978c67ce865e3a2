import type { Task } from "./settings.ts";

/** What the score of an epoch is called, in the history and in progress. */
export const scoreNames: Readonly<Record<Task, string>> = {
  classification: "accuracy",
  regression: "mean_absolute_error",
};
