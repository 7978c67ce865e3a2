import type { StageKind } from "../../kind/define-stage.ts";
import type { StageFailure } from "../../kind/stage-context.ts";
import { effectContext, type Hands, stageContext } from "./context.ts";
import type { Job, LastWord } from "./job.ts";

/** Does a job with its kind, and says how that went. */
export async function perform(kind: StageKind, job: Job, hands: Hands): Promise<LastWord> {
  try {
    const { work } = kind;
    if (work.effect !== true) {
      await work.run(stageContext(job, hands));
      return { type: "done" };
    }
    if (job.mode === "probe") return { type: "probed", probe: await work.probe(effectContext(job, hands)) };
    await work.apply(effectContext(job, hands));
    return { type: "done" };
  } catch (error) {
    return lastWordOf(error);
  }
}

/** A failure that the kind expected, or a bug of the kind. */
export function lastWordOf(error: unknown): LastWord {
  // By shape: a kind of one's own may bring another copy of the class.
  if (error instanceof Error && error.name === "StageFailure" && "description" in error) {
    return { type: "failed", description: (error as StageFailure).description };
  }
  if (error instanceof Error) return { type: "bug", message: error.message, stack: error.stack ?? error.message };
  return { type: "bug", message: String(error), stack: String(error) };
}
