import { dirname, resolve } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Platform } from "../platform/platform.ts";
import { failure, type Result, success } from "../platform/result.ts";

export interface WrittenFile {
  /** As the user gave it: relative to the working directory. */
  readonly file: string;
  readonly text: string;
}

/** A file that the user asked for by name, with the folders that it needs. */
export function writeFile({ disk, environment }: Platform, { file, text }: WrittenFile): Result<void, Diagnostic> {
  const path = resolve(environment.workingDirectory, file);
  try {
    disk.makeDirectory("report", dirname(path));
    disk.replace("report", path, text);
    return success(undefined);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return failure({ code: "disk-failed", severity: "error", message: `${file} could not be written`, why });
  }
}
