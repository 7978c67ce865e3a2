import { readdirSync } from "node:fs";
import compare from "semver/functions/compare.js";
import type { Lineage } from "../../../engine/kind/stage-context.ts";
import type { Digest } from "../../../engine/platform/identity.ts";
import type { ModelVersion } from "./model-version.ts";
import { type Damage, digestFrom, FactProblem, type Members, membersOf, readFact, referenceFrom, textOf } from "./parse-fact.ts";
import { versionFile, within } from "./places.ts";

export interface Versions {
  /** The latest first, by the precedence of semantic versions. */
  readonly versions: readonly ModelVersion[];
  readonly damaged: readonly Damage[];
}

export interface VersionsOf {
  readonly projectRoot: string;
  readonly name: string;
}

/** All versions of one model; none where it has no folder. */
export function readVersions({ projectRoot, name }: VersionsOf): Versions {
  const versions: ModelVersion[] = [];
  const damaged: Damage[] = [];
  for (const version of fileNames(within(projectRoot, `registry/models/${name}`))) {
    const file = versionFile(name, version);
    const read = readFact({ path: within(projectRoot, file), file, parse: (members) => parseVersion(members, { name, version }) });
    if (read.state === "read") versions.push(read.fact);
    if (read.state === "damaged") damaged.push(read.damage);
  }
  return { versions: versions.sort((one, other) => compare(other.version, one.version)), damaged };
}

/** The latest version that is this model, whatever else it is called; `prefer` wins where two are. */
export function findVersion({
  versions,
  digest,
  prefer,
}: {
  versions: readonly ModelVersion[];
  digest: Digest;
  prefer?: string;
}): ModelVersion | undefined {
  const same = versions.filter((version) => version.digest === digest);
  return same.find((version) => version.version === prefer) ?? same[0];
}

/** Names of the `.json` files of a folder, without their ending, sorted; none where there is no folder. */
export function fileNames(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith(".json") && !name.startsWith("."));
    return names.map((name) => name.slice(0, -".json".length)).sort();
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) return [];
    throw error;
  }
}

function parseVersion(members: Members, named: { name: string; version: string }): ModelVersion {
  if (members.format !== 1) throw new FactProblem("format is not 1");
  const reference = referenceFrom(members);
  for (const member of ["name", "version"] as const) {
    if (reference[member] !== named[member])
      throw new FactProblem(`${member} is ${reference[member]}, and the file is that of ${named[member]}`);
  }
  return {
    format: 1,
    ...reference,
    metrics: membersOf(members.metrics, "metrics"),
    metricsDigest: digestFrom(members, "metricsDigest"),
    ...(members.card === undefined ? {} : { card: parseCard(membersOf(members.card, "card")) }),
    lineage: parseLineage(membersOf(members.lineage, "lineage")),
  };
}

const parseCard = (members: Members) => ({ template: digestFrom(members, "template"), rendered: digestFrom(members, "rendered") });

/** What decides nothing is taken as it stands; only its outer shape is looked at. */
function parseLineage(members: Members): Lineage {
  digestFrom(members, "key");
  textOf(members, "pipeline");
  textOf(members, "stage");
  membersOf(members.ancestors, "lineage.ancestors");
  membersOf(members.files, "lineage.files");
  return members as unknown as Lineage;
}
