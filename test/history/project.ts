import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { RunHistory } from "../../engine/events/durations.ts";
import { nodeDisk } from "../../engine/platform/node-disk.ts";

/** An empty project folder for one test. */
export function emptyProject(): RunHistory {
  const projectRoot = mkdtempSync(join(tmpdir(), "millrace-history-"));
  onTestFinished(() => rmSync(projectRoot, { recursive: true, force: true }));
  return { disk: nodeDisk, projectRoot };
}
