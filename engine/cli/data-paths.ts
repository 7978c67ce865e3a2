import type { ProjectPath } from "../platform/identity.ts";
import type { Platform } from "../platform/platform.ts";
import { type DataWork, wordPath } from "./with-data.ts";

/** The paths that the words of a command line name, from the project root; `undefined` where one is outside of it, which was said. */
export function dataPaths(
  { data, tell }: DataWork,
  { platform, words }: { readonly platform: Platform; readonly words: readonly string[] },
): readonly ProjectPath[] | undefined {
  const paths: ProjectPath[] = [];
  for (const word of words) {
    const path = wordPath(platform, { projectRoot: data.projectRoot, word });
    if (path.ok) paths.push(path.value);
    else tell(path.failure);
  }
  return paths.length === words.length ? paths : undefined;
}
