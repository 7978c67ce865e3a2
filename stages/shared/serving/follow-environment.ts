import { statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StageFailure } from "../../../engine/kind/stage-context.ts";
import type { Digest } from "../../../engine/platform/identity.ts";
import { knownEnvironment } from "../registry/known-environment.ts";
import { type ModelReference, referenceOf, sameReference, showReference } from "../registry/model-version.ts";
import { environmentFile, within } from "../registry/places.ts";
import type { ModelSource } from "./model-source.ts";
import { type ServedModel, serveModel } from "./served-model.ts";

export interface FollowedEnvironment {
  readonly projectRoot: string;
  readonly environment: string;
  /** Writes the object or tree of that digest to `path` (absolute, absent), verified. */
  materialize(digest: Digest, path: string): Promise<"done" | "absent">;
  readonly onLog: (line: string) => void;
}

/** How long a pointer that could not be followed is left alone before it is tried again, in milliseconds. */
const retryAfter = 10_000;

/**
 * The model that an environment points at. The pointer's file is looked at (one `stat`) at each request; where it changed, the new model
 * is loaded before the old one is left, and a pointer that cannot be followed leaves the old one in service. Throws StageFailure where there
 * is no first model.
 */
export async function followEnvironment(followed: FollowedEnvironment): Promise<ModelSource> {
  const { projectRoot, environment, onLog } = followed;
  const pointer = within(projectRoot, environmentFile(environment));
  let seen = stampOf(pointer);
  let served = await loadServed(followed, referenceOf(knownEnvironment(followed)));
  let problem: string | undefined;
  let loading: Promise<void> | undefined;

  const change = async (): Promise<void> => {
    try {
      const wanted = referenceOf(knownEnvironment(followed));
      if (!sameReference(wanted, served.reference)) {
        const next = await loadServed(followed, wanted);
        const old = served;
        served = next;
        onLog(`${environment} now serves ${showReference(wanted)}, no longer ${showReference(old.reference)}`);
        old.retire().catch((error: unknown) => onLog(`${showReference(old.reference)} was not put away: ${problemText(error)}`));
      }
      problem = undefined;
    } catch (error) {
      problem = `${environment} still serves ${showReference(served.reference)}: ${problemText(error)}`;
      onLog(problem);
      setTimeout(() => {
        if (problem !== undefined) seen = "";
      }, retryAfter).unref();
    }
  };

  const refresh = (): Promise<void> | undefined => {
    if (loading !== undefined) return loading;
    const now = stampOf(pointer);
    if (now === seen) return undefined;
    seen = now;
    loading = change().finally(() => {
      loading = undefined;
    });
    return loading;
  };

  return {
    use: async (work) => {
      await refresh();
      return work(served);
    },
    get problem() {
      return problem;
    },
    close: async () => {
      await loading;
      await served.retire();
    },
  };
}

/** Changes whenever the file is replaced or written; empty where there is none. */
function stampOf(path: string): string {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? "absent" : `${stat.ino}:${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}`;
}

function problemText(error: unknown): string {
  if (!(error instanceof StageFailure)) return error instanceof Error ? error.message : String(error);
  const { message, why } = error.description;
  return why === undefined ? message : `${message} (${why})`;
}

/** Throws StageFailure `object-absent`, or what `loadModel` throws. */
async function loadServed({ environment, materialize }: FollowedEnvironment, reference: ModelReference): Promise<ServedModel> {
  const folder = await mkdtemp(join(tmpdir(), "millrace-serve-"));
  try {
    const path = join(folder, "model");
    if ((await materialize(reference.digest, path)) === "absent") {
      throw new StageFailure({
        code: "object-absent",
        message: `the bytes of ${showReference(reference)}, which ${environment} points at, are not in the store`,
        hint: "millrace run, which makes them again, or a store that has them",
      });
    }
    const { loadModel } = await import("../network/load-model.ts");
    return serveModel(reference, await loadModel(path));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
