import { accessSync, chmodSync, constants, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Where tests that write tens of thousands of files do so: in memory where Linux offers that and lets programs run there, unless TMPDIR
 * is set. Journalling was two thirds of their time, and none of them is about power cuts.
 */
export const quickFolder: string = process.env.TMPDIR === undefined && letsProgramsRun("/dev/shm") ? "/dev/shm" : tmpdir();

function letsProgramsRun(folder: string): boolean {
  try {
    const probe = mkdtempSync(join(folder, "millrace-probe-"));
    try {
      writeFileSync(join(probe, "program"), "#!/bin/sh\n");
      chmodSync(join(probe, "program"), 0o755);
      accessSync(join(probe, "program"), constants.X_OK);
      return true;
    } finally {
      rmSync(probe, { recursive: true, force: true });
    }
  } catch {
    return false;
  }
}
