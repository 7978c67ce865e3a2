/** What files of programs are called. */
export const codeEndings: ReadonlySet<string> = new Set([
  ".py",
  ".r",
  ".jl",
  ".sh",
  ".bash",
  ".js",
  ".mjs",
  ".cjs",
  ".ts",
  ".mts",
  ".pl",
  ".rb",
  ".awk",
  ".sql",
]);
