import { readFailure } from "./read-failure.ts";

/** Throws StageFailure `table-read` where a name is empty or stands twice. */
export function checkColumnNames(names: readonly string[], file: string): void {
  const empty = names.findIndex((name) => name.trim() === "");
  if (empty >= 0) {
    throw readFailure({
      message: `column ${empty + 1} of ${file} has no name`,
      hint: "give each column a name in the first row",
    });
  }
  const first = new Map<string, number>();
  names.forEach((name, index) => {
    const earlier = first.get(name);
    if (earlier !== undefined) {
      throw readFailure({
        message: `${file} has two columns named ${name}`,
        why: `columns ${earlier + 1} and ${index + 1} share it`,
        hint: "rename one of them in the first row",
      });
    }
    first.set(name, index);
  });
}
