import { basename } from "node:path";

const pattern = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** Whether pipelines and models can be called so. */
export const isProjectName = (text: string): boolean => pattern.test(text);

/** The name of a folder as one that pipelines and models can have: `2024 Wine!` -> `wine`. */
export function projectNameOf(folder: string): string {
  const name = nameFrom(basename(folder));
  return name === "" ? "project" : name;
}

/** What of a text can stand in a name, in lower case; empty where nothing can. */
export const nameFrom = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .replace(/[^A-Za-z0-9_-]+/g, "-")
    .replace(/^[^A-Za-z]+|[-_]+$/g, "")
    .toLowerCase();
