import type { EffectContext, Probe } from "../../engine/kind/stage-context.ts";
import type { ModelVersion } from "../shared/registry/model-version.ts";
import { isIncrement } from "../shared/registry/next-version.ts";
import { findVersion, readVersions } from "../shared/registry/read-versions.ts";
import { cardAgrees } from "../shared/registry/record-version.ts";
import type { RegisterWith } from "./with.generated.ts";

export type RegisterContext = EffectContext<RegisterWith, "model" | "metrics" | "card", "version">;

/** Compares digests only: neither the model nor the metrics need be here to know whether they are registered. */
export async function probe(context: RegisterContext): Promise<Probe> {
  const { name, version: wanted } = context.with;
  const digest = context.in.model.digest;
  const { versions, damaged } = readVersions({ projectRoot: context.projectRoot, name });
  const explicit = isIncrement(wanted) ? undefined : wanted;
  const known = findVersion({ versions, digest, ...(explicit === undefined ? {} : { prefer: explicit }) });
  const expected = `the model ${digest.slice(0, 12)} as ${name}${explicit === undefined ? "" : ` ${explicit}`}`;
  if (known === undefined) return { agrees: false, expected, found: foundInstead({ versions, damaged, name, explicit }) };
  if (explicit !== undefined && known.version !== explicit) return { agrees: false, expected, found: `it as ${name} ${known.version}` };
  return differenceOf(context, known);
}

function foundInstead({
  versions,
  damaged,
  name,
  explicit,
}: ReturnType<typeof readVersions> & { name: string; explicit: string | undefined }) {
  const [first] = damaged;
  if (first !== undefined) return `${first.file} damaged: ${first.problem}`;
  const taken = versions.find((version) => version.version === explicit);
  if (taken !== undefined) return `the model ${taken.digest.slice(0, 12)} as ${name} ${taken.version}`;
  return versions.length === 0 ? `no ${name} in the registry` : `other models only, up to ${name} ${versions[0]?.version}`;
}

function differenceOf({ in: inputs, projectRoot }: RegisterContext, known: ModelVersion): Probe {
  const named = `${known.name} ${known.version}`;
  const metrics = inputs.metrics.digest;
  if (known.metricsDigest !== metrics) {
    return {
      agrees: false,
      expected: `${named} with the metrics ${metrics.slice(0, 12)}`,
      found: `it with ${known.metricsDigest.slice(0, 12)}`,
    };
  }
  const template = inputs.card.bound ? inputs.card.digest : undefined;
  if (known.card?.template !== template) {
    const show = (digest: string | undefined) => (digest === undefined ? "no card" : `the card template ${digest.slice(0, 12)}`);
    return { agrees: false, expected: `${named} with ${show(template)}`, found: `it with ${show(known.card?.template)}` };
  }
  if (!cardAgrees({ projectRoot, version: known })) {
    return { agrees: false, expected: `the card of ${named} as it was filled`, found: "it gone or edited" };
  }
  return { agrees: true };
}
