/** The `code` of an error of Node's (`ENOENT`, `EEXIST`), else an empty string. */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
