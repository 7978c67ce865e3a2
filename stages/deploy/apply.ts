import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StageFailure } from "../../engine/kind/stage-context.ts";
import { loadModel } from "../shared/network/load-model.ts";
import { type EnvironmentPointer, readEnvironment, writeEnvironment } from "../shared/registry/environment.ts";
import { factText } from "../shared/registry/fact-text.ts";
import { type ModelReference, referenceOf, sameReference, showReference } from "../shared/registry/model-version.ts";
import { readVersions } from "../shared/registry/read-versions.ts";
import { checkServed } from "./check.ts";
import type { DeployContext } from "./probe.ts";
import { readReference } from "./read-reference.ts";

export async function apply(context: DeployContext): Promise<void> {
  const { projectRoot, report } = context;
  const { environment } = context.with;
  const reference = readReference(await readFile(context.in.version.path, "utf8"));
  if (!registered(projectRoot, reference)) throw notRegistered(reference);
  await checkModel(context, reference);
  // The pointer comes last: whoever follows it finds a version that has answered.
  const pointer: EnvironmentPointer = {
    environment,
    ...reference,
    previous: previousOf(context, reference),
    ...(context.in.monitor.bound ? { monitor: context.in.monitor.digest } : {}),
  };
  writeEnvironment(projectRoot, pointer);
  report.log(`${environment} points at ${showReference(reference)}`);
  await writeFile(context.out.deployment.path, factText({ environment, ...reference }));
}

async function checkModel({ materialize, report, signal }: DeployContext, reference: ModelReference): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "millrace-deploy-"));
  try {
    const path = join(folder, "model");
    if ((await materialize(reference.digest, path)) === "absent") {
      throw new StageFailure({
        code: "object-absent",
        message: `the bytes of ${showReference(reference)} are not in the store`,
        hint: "run the stage that makes the model again, with --force",
      });
    }
    const model = await loadModel(path);
    report.backend(model.backend);
    await checkServed({ reference, model, signal, onLog: (line) => report.log(line) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a rollback goes back to: what is served now, unless nobody registered that; then what was served before it. */
function previousOf({ projectRoot, with: { environment }, report }: DeployContext, reference: ModelReference): ModelReference | null {
  const read = readEnvironment({ projectRoot, environment });
  if (read.state === "absent") return null;
  if (read.state === "damaged") {
    report.warn({
      code: "environment-changed",
      message: `${read.damage.file} was damaged and is written anew: ${read.damage.problem}`,
      why: read.damage.text,
      hint: "what was served before is not known, so that there is nothing to roll back to",
    });
    return null;
  }
  const found = read.fact;
  const { rolledBackFrom } = found;
  if (rolledBackFrom !== undefined && sameReference(rolledBackFrom, reference)) {
    report.warn({
      code: "rolled-back",
      message: `${environment} was rolled back from ${showReference(reference)}, which is deployed there again`,
      why: "the stage ran because it was forced, or because its key or its outputs were not as recorded",
      hint: `millrace deploy --rollback ${environment} goes back to ${showReference(found)}`,
    });
  }
  if (sameReference(found, reference)) return found.previous;
  if (registered(projectRoot, found)) return referenceOf(found);
  report.warn({
    code: "environment-changed",
    message: `${environment} pointed at ${showReference(found)}, which is not in the registry`,
    hint: "an environment is changed by a deploy stage, or by millrace deploy --rollback",
  });
  return found.previous === null || sameReference(found.previous, reference) ? null : found.previous;
}

function registered(projectRoot: string, reference: ModelReference): boolean {
  return readVersions({ projectRoot, name: reference.name }).versions.some((version) => sameReference(version, reference));
}

function notRegistered(reference: ModelReference): StageFailure {
  return new StageFailure({
    code: "registry-missing",
    message: `${showReference(reference)} is not in the registry`,
    why: `registry/models/${reference.name} has no such file, or it names another model`,
    hint: "run the register stage first",
  });
}
