/** What of a text can stand in a name, in lower case; empty where nothing can. */
export const nameFrom = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .replace(/[^A-Za-z0-9_-]+/g, "-")
    .replace(/^[^A-Za-z]+|[-_]+$/g, "")
    .toLowerCase();
