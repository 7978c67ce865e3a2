import { readFileSync } from "node:fs";
import type { EffectContext, Probe } from "../../engine/kind/stage-context.ts";
import { type EnvironmentPointer, readEnvironment } from "../shared/registry/environment.ts";
import { referenceDigest, showReference } from "../shared/registry/model-version.ts";
import type { Damage } from "../shared/registry/parse-fact.ts";
import { environmentFile } from "../shared/registry/places.ts";
import { readReference } from "./read-reference.ts";
import type { DeployWith } from "./with.generated.ts";

export type DeployContext = EffectContext<DeployWith, "version" | "monitor", "deployment">;

/** Compares digests: the text that register writes for a version is a function of it, so its file need not be here. */
export async function probe(context: DeployContext): Promise<Probe> {
  const { environment } = context.with;
  const wanted = context.in.version.digest;
  const read = readEnvironment({ projectRoot: context.projectRoot, environment });
  const expected = `${environment} at ${expectedVersion(context)}`;
  if (read.state === "absent") return { agrees: false, expected, found: `no ${environmentFile(environment)}` };
  if (read.state === "damaged") return { agrees: false, expected, found: damageText(read.damage) };
  const pointer = read.fact;
  if (referenceDigest(pointer) === wanted) return monitorAgrees(context, pointer);
  const { rolledBackFrom } = pointer;
  if (rolledBackFrom !== undefined && referenceDigest(rolledBackFrom) === wanted) {
    return {
      agrees: true,
      note: `${environment} was rolled back from ${showReference(rolledBackFrom)} to ${showReference(pointer)} and stays so until another version comes, or --force`,
    };
  }
  return { agrees: false, expected, found: `it at ${showReference(pointer)}` };
}

function monitorAgrees({ in: { monitor }, with: { environment } }: DeployContext, pointer: EnvironmentPointer): Probe {
  const wanted = monitor.bound ? monitor.digest : undefined;
  if (pointer.monitor === wanted) return { agrees: true };
  const show = (digest: string | undefined) => (digest === undefined ? "no monitor" : `the monitor ${digest.slice(0, 12)}`);
  return { agrees: false, expected: `${environment} with ${show(wanted)}`, found: `it with ${show(pointer.monitor)}` };
}

/** By name where register's output is here, else by its digest. */
function expectedVersion({ in: { version } }: DeployContext): string {
  try {
    return showReference(readReference(readFileSync(version.path, "utf8")));
  } catch {
    return `the version ${version.digest.slice(0, 12)}`;
  }
}

function damageText({ file, problem, text }: Damage): string {
  const shown = text.length > 300 ? `${text.slice(0, 300)}…` : text;
  return `${file} damaged: ${problem}: ${shown.trim()}`;
}
