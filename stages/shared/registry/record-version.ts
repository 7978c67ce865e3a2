import { existsSync, readFileSync, rmSync } from "node:fs";
import { type Lineage, StageFailure } from "../../../engine/kind/stage-context.ts";
import type { Digest } from "../../../engine/platform/identity.ts";
import { factText, sameFact } from "./fact-text.ts";
import { type Metrics, type ModelReference, type ModelVersion, showReference, textDigest } from "./model-version.ts";
import { isIncrement, nextVersion } from "./next-version.ts";
import type { Damage } from "./parse-fact.ts";
import { cardFile, versionFile, within } from "./places.ts";
import { findVersion, readVersions } from "./read-versions.ts";
import { takeTurn } from "./take-turn.ts";
import { createFact, replaceFact } from "./write-fact.ts";

export interface Registration {
  readonly projectRoot: string;
  readonly name: string;
  /** A semantic version, or what comes after the latest. */
  readonly wanted: string;
  readonly digest: Digest;
  readonly metrics: Metrics;
  readonly metricsDigest: Digest;
  readonly lineage: Lineage;
  readonly card?: { readonly template: Digest; fill(version: { reference: ModelReference; lineage: Lineage }): string };
}

export interface Registered {
  readonly version: ModelVersion;
  readonly outcome: "created" | "updated" | "unchanged";
}

/**
 * Makes the registry say that this model is a version of that name, and which. The same digest is the same version: what is
 * known of it is brought up to date and its number stays. Throws StageFailure `version-exists`, `registry-conflict`,
 * `registry-damaged`.
 */
export function recordVersion(registration: Registration): Registered {
  return takeTurn(within(registration.projectRoot, `registry/models/${registration.name}`), () => findOrCreate(registration));
}

function findOrCreate(registration: Registration): Registered {
  const { versions, damaged } = readVersions(registration);
  const explicit = isIncrement(registration.wanted) ? undefined : registration.wanted;
  const known = findVersion({ versions, digest: registration.digest, ...(explicit === undefined ? {} : { prefer: explicit }) });
  if (known !== undefined) return update(registration, known, explicit);
  refuseDamaged(registration, damaged);
  refuseTaken(registration, versions);
  const number = isIncrement(registration.wanted) ? nextVersion(registration.wanted, versions) : registration.wanted;
  // Taken only by somebody who did not wait for a turn: by hand, or by a checkout.
  return create(registration, number) ?? findOrCreate(registration);
}

function create(registration: Registration, number: string): Registered | undefined {
  const { projectRoot, name, digest } = registration;
  const { version, card } = factsOf(registration, { reference: { name, version: number, digest }, lineage: registration.lineage });
  const path = within(projectRoot, versionFile(name, number));
  // The number is claimed first; a card that is not written then is missed by the next probe.
  if (!createFact(path, factText(version))) return undefined;
  writeCard({ projectRoot, version, card });
  return { version, outcome: "created" };
}

function update(registration: Registration, known: ModelVersion, explicit: string | undefined): Registered {
  if (explicit !== undefined && explicit !== known.version) {
    throw new StageFailure({
      code: "registry-conflict",
      message: `this model is ${known.name} ${known.version} already and cannot be ${explicit} too`,
      why: `one model is one version: both have the digest ${known.digest}`,
      hint: `write version: ${known.version}, or next-patch, which finds it`,
    });
  }
  // Where only the commit moved on, the facts are those of the commit that first recorded them.
  const lineage = sameFact(withoutCommit(known.lineage), withoutCommit(registration.lineage)) ? known.lineage : registration.lineage;
  const { version, card } = factsOf(registration, { reference: known, lineage });
  const path = within(registration.projectRoot, versionFile(known.name, known.version));
  const same = sameFact(known, version);
  if (!same) replaceFact(path, factText(version));
  const cardWritten = writeCard({ projectRoot: registration.projectRoot, version, card });
  return { version, outcome: same && !cardWritten ? "unchanged" : "updated" };
}

const withoutCommit = ({ commit: _, ...lineage }: Lineage): Omit<Lineage, "commit"> => lineage;

function factsOf(
  registration: Registration,
  facts: { reference: ModelReference; lineage: Lineage },
): { version: ModelVersion; card?: string } {
  const { name, version, digest } = facts.reference;
  const card = registration.card?.fill({ reference: { name, version, digest }, lineage: facts.lineage });
  return {
    version: {
      format: 1,
      name,
      version,
      digest,
      metrics: registration.metrics,
      metricsDigest: registration.metricsDigest,
      ...(registration.card === undefined || card === undefined
        ? {}
        : { card: { template: registration.card.template, rendered: textDigest(card) } }),
      lineage: facts.lineage,
    },
    ...(card === undefined ? {} : { card }),
  };
}

/** `true` where the file had to change. */
function writeCard({ projectRoot, version, card }: { projectRoot: string; version: ModelVersion; card: string | undefined }): boolean {
  const path = within(projectRoot, cardFile(version.name, version.version));
  if (cardAgrees({ projectRoot, version })) return false;
  if (card === undefined) rmSync(path);
  else replaceFact(path, card);
  return true;
}

/** Whether the filled card beside the version's file is the one that it names; without one, that none is there. */
export function cardAgrees({ projectRoot, version }: { projectRoot: string; version: ModelVersion }): boolean {
  const path = within(projectRoot, cardFile(version.name, version.version));
  if (!existsSync(path)) return version.card === undefined;
  return version.card !== undefined && textDigest(readFileSync(path, "utf8")) === version.card.rendered;
}

function refuseDamaged({ name }: Registration, [first]: readonly Damage[]): void {
  if (first === undefined) return;
  throw new StageFailure({
    code: "registry-damaged",
    message: `${first.file} is damaged: ${first.problem}`,
    why: `it may be this very model, so no new version of ${name} is given out`,
    hint: `git checkout -- ${first.file}, or remove it: its number is then free`,
  });
}

function refuseTaken({ wanted, name, digest }: Registration, versions: readonly ModelVersion[]): void {
  const taken = versions.find((version) => version.version === wanted);
  if (taken === undefined) return;
  throw new StageFailure({
    code: "version-exists",
    message: `${name} ${wanted} is another model`,
    why: `the registry has ${taken.digest} under that number, and this model is ${digest}`,
    hint: `write version: next-patch (${nextVersion("next-patch", versions)}), next-minor or next-major; the latest is ${showReference(versions[0] ?? taken)}`,
  });
}
