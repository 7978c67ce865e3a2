import { StageFailure } from "../../../engine/kind/stage-context.ts";
import { type EnvironmentOf, type EnvironmentPointer, writeEnvironment } from "./environment.ts";
import { knownEnvironment } from "./known-environment.ts";
import { referenceOf, sameReference, showReference } from "./model-version.ts";
import { readVersions } from "./read-versions.ts";

export interface Rollback {
  readonly before: EnvironmentPointer;
  readonly after: EnvironmentPointer;
}

/**
 * Points an environment back at the version that it served before. There is one step back: a second one would serve again what was
 * just left. Throws StageFailure `registry-missing`, `registry-damaged` or `rollback-impossible`.
 */
export function rollBack(of: EnvironmentOf): Rollback {
  const before = knownEnvironment(of);
  const { previous, rolledBackFrom } = before;
  if (previous === null) {
    throw new StageFailure({
      code: "rollback-impossible",
      message: `${of.environment} has no previous version to go back to`,
      why:
        rolledBackFrom === undefined
          ? `${showReference(before)} is the first that was deployed there`
          : `it was rolled back from ${showReference(rolledBackFrom)} to ${showReference(before)} already`,
      hint: rolledBackFrom === undefined ? "deploy another version first" : "millrace run deploy --force deploys what the pipeline makes",
    });
  }
  if (!readVersions({ projectRoot: of.projectRoot, name: previous.name }).versions.some((version) => sameReference(version, previous))) {
    throw new StageFailure({
      code: "rollback-impossible",
      message: `${showReference(previous)}, which ${of.environment} served before, is not in the registry`,
      hint: `bring registry/models/${previous.name}/${previous.version}.json back from git`,
    });
  }
  const after: EnvironmentPointer = {
    environment: before.environment,
    ...previous,
    previous: null,
    rolledBackFrom: referenceOf(before),
  };
  writeEnvironment(of.projectRoot, after);
  return { before, after };
}
