import { findInstallation } from "../platform/installation.ts";
import type { Platform } from "../platform/platform.ts";
import { findProjectRoot } from "../spec/project-root.ts";
import { examineBackends } from "./examine-backends.ts";
import { examineDisk } from "./examine-disk.ts";
import { examineGit } from "./examine-git.ts";
import { examineNode } from "./examine-node.ts";
import { examinePools } from "./examine-pools.ts";
import { examinePrograms } from "./examine-programs.ts";
import { examineStore } from "./examine-store.ts";
import { examineWatcher } from "./examine-watcher.ts";
import type { Finding } from "./finding.ts";

export interface Patient {
  readonly platform: Platform;
  /** Absolute: that of the working directory. */
  readonly projectRoot: string;
}

/** Looks at all that a run depends on outside the pipeline. Writes nothing that stays. */
export async function examine(platform: Platform): Promise<readonly Finding[]> {
  const installation = findInstallation();
  const patient: Patient = { platform, projectRoot: findProjectRoot(platform.disk, platform.environment.workingDirectory) };
  const [backends, git, programs] = await Promise.all([
    examineBackends(patient, installation),
    examineGit(patient),
    examinePrograms(patient),
  ]);
  return [
    ...examineNode(platform, installation),
    ...(await examinePools(patient)),
    ...backends,
    ...examineDisk(patient),
    ...(await examineStore(patient)),
    ...git,
    ...examineWatcher(platform),
    ...programs,
  ];
}
