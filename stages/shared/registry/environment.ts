import type { Digest } from "../../../engine/platform/identity.ts";
import { factText } from "./fact-text.ts";
import type { ModelReference } from "./model-version.ts";
import { digestFrom, FactProblem, type Members, membersOf, type ReadFact, readFact, referenceFrom, textOf } from "./parse-fact.ts";
import { environmentFile, namePattern, within } from "./places.ts";
import { fileNames } from "./read-versions.ts";
import { replaceFact } from "./write-fact.ts";

/** What `registry/environments/<environment>.json` says: which version is served there. */
export interface EnvironmentPointer extends ModelReference {
  readonly environment: string;
  /** What was served before, for a rollback. */
  readonly previous: ModelReference | null;
  /** After a rollback: the version that was left, which an unchanged pipeline does not bring back. */
  readonly rolledBackFrom?: ModelReference;
  /** Of the monitor that the deployment was checked with. */
  readonly monitor?: Digest;
}

export interface EnvironmentOf {
  readonly projectRoot: string;
  readonly environment: string;
}

export function readEnvironment({ projectRoot, environment }: EnvironmentOf): ReadFact<EnvironmentPointer> {
  if (!namePattern.test(environment)) return { state: "absent" };
  const file = environmentFile(environment);
  return readFact({ path: within(projectRoot, file), file, parse: (members) => parsePointer(members, environment) });
}

export function writeEnvironment(projectRoot: string, pointer: EnvironmentPointer): void {
  replaceFact(within(projectRoot, environmentFile(pointer.environment)), factText(pointer));
}

/** Sorted. */
export const environmentNames = (projectRoot: string): readonly string[] => fileNames(within(projectRoot, "registry/environments"));

function parsePointer(members: Members, named: string): EnvironmentPointer {
  const environment = textOf(members, "environment");
  if (environment !== named) throw new FactProblem(`environment is ${JSON.stringify(environment)}, and the file is that of ${named}`);
  return {
    environment,
    ...referenceFrom(members),
    previous: members.previous === null ? null : referenceFrom(membersOf(members.previous, "previous")),
    ...(members.rolledBackFrom === undefined ? {} : { rolledBackFrom: referenceFrom(membersOf(members.rolledBackFrom, "rolledBackFrom")) }),
    ...(members.monitor === undefined ? {} : { monitor: digestFrom(members, "monitor") }),
  };
}
