import { createHash } from "node:crypto";
import type { Lineage } from "../../../engine/kind/stage-context.ts";
import { asDigest, type Digest } from "../../../engine/platform/identity.ts";
import { factText } from "./fact-text.ts";
import { versionFile } from "./places.ts";

/** Which model: a name, a version of it, and the digest of the model folder, which alone is its identity. */
export interface ModelReference {
  readonly name: string;
  /** Semantic version 2.0.0, without build metadata. */
  readonly version: string;
  readonly digest: Digest;
}

/** What `registry/models/<name>/<version>.json` says. No clock, no host. */
export interface ModelVersion extends ModelReference {
  readonly format: 1;
  /** As the evaluation wrote them: a number, or a number with its interval. */
  readonly metrics: Metrics;
  /** Digest of the file that the metrics came from. */
  readonly metricsDigest: Digest;
  /** Digests of the template, and of the filled card beside this file. */
  readonly card?: { readonly template: Digest; readonly rendered: Digest };
  /** Of the run that first recorded these facts. */
  readonly lineage: Lineage;
}

export type Metrics = Readonly<Record<string, unknown>>;

export const referenceOf = ({ name, version, digest }: ModelReference): ModelReference => ({ name, version, digest });

export const sameReference = (one: ModelReference, other: ModelReference): boolean =>
  one.name === other.name && one.version === other.version && one.digest === other.digest;

export const showReference = ({ name, version, digest }: ModelReference): string => `${name} ${version} (${digest.slice(0, 12)})`;

/** The text of register's output: it says which version, and nothing that could differ between two registrations of it. */
export const referenceText = (reference: ModelReference): string =>
  factText({ ...referenceOf(reference), file: versionFile(reference.name, reference.version) });

/** The digest that the engine gives to that text: what a version is can be told from a port's digest, without the file. */
export const referenceDigest = (reference: ModelReference): Digest => textDigest(referenceText(reference));

export const textDigest = (text: string): Digest => asDigest(createHash("sha256").update(text).digest("hex"));
