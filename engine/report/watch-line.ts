import type { FilesChanged, Watching } from "../events/event.ts";
import { counted, listed } from "./columns.ts";
import type { Narration } from "./narration.ts";

/** What `watch` says between runs, in one line. What begins anew is set apart from what was before. */
export function watchLine(
  event: Watching | FilesChanged,
  { narration, atWork }: { readonly narration: Narration; readonly atWork: boolean },
): string {
  const { paint } = narration;
  if (event.type === "files-changed") {
    return `${atWork ? "" : "\n"}${paint.strong(listed(event.paths.map(narration.locate), 3))} changed`;
  }
  const files = counted(event.files, "file");
  const folders = event.folders === 0 ? "" : ` and ${counted(event.folders, "folder")}`;
  return paint.quiet(`watching ${files}${folders} (Ctrl-C ends it)`);
}
