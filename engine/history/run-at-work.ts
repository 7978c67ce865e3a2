import { join } from "node:path";
import type { Platform } from "../platform/platform.ts";
import { isAlive } from "../platform/process-identity.ts";
import { parseOwner } from "../run/lock-owner.ts";

/** The number of the process that runs stages in the project now; `undefined` where none does, or nothing can be known. */
export function processAtWork(platform: Platform, projectRoot: string): number | undefined {
  const folder = join(projectRoot, ".millrace", "lock");
  try {
    if (platform.disk.stat(folder)?.type !== "directory") return undefined;
    const generations = platform.disk.list(folder).flatMap(({ name }) => (/^[1-9]\d*$/.test(name) ? [Number(name)] : []));
    if (generations.length === 0) return undefined;
    const text = platform.disk.read(join(folder, String(Math.max(...generations)))).toString("utf8");
    const owner = text.endsWith("\nreleased\n") ? undefined : parseOwner(text);
    return owner !== undefined && isAlive(platform, owner) ? owner.pid : undefined;
  } catch {
    return undefined;
  }
}

/** A run's id ends with the number of its process. */
export const isRunOf = (run: string, process: number | undefined): boolean => process !== undefined && run.endsWith(`-${process}`);
