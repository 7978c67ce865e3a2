import { basename } from "node:path";
import { nameFrom } from "../trace/name-from.ts";

const pattern = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** Whether pipelines and models can be called so. */
export const isProjectName = (text: string): boolean => pattern.test(text);

/** The name of a folder as one that pipelines and models can have: `2024 Wine!` -> `wine`. */
export function projectNameOf(folder: string): string {
  const name = nameFrom(basename(folder));
  return name === "" ? "project" : name;
}
