import type { Diagnostic, Place } from "./diagnostic.ts";

/** In reading order: by file, line and column, those without a place last; what is said twice is said once. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  const distinct = diagnostics.filter((diagnostic) => {
    const identity = JSON.stringify([
      diagnostic.code,
      diagnostic.message,
      diagnostic.place?.file,
      diagnostic.place?.line,
      diagnostic.place?.column,
    ]);
    return !seen.has(identity) && seen.add(identity);
  });
  return distinct.toSorted((left, right) => comparePlaces(left.place, right.place));
}

function comparePlaces(left: Place | undefined, right: Place | undefined): number {
  if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.line - right.line || left.column - right.column;
}

export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean => diagnostics.some(({ severity }) => severity === "error");
