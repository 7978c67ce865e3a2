import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Event } from "../events/event.ts";
import type { StageId } from "../platform/identity.ts";
import type { Attempts } from "./attempts.ts";
import type { Growth } from "./growth.ts";
import type { LockKeeper } from "./lock-keeper.ts";
import type { OutputKeeper } from "./output-keeper.ts";
import type { Places } from "./pools/places.ts";
import type { RunRequest } from "./request.ts";
import type { Session } from "./session.ts";

/** What attempts need of a run: one of a part of a stage keeps its outputs elsewhere. */
export type AttemptRunner = Omit<Runner, "keeper" | "places"> & {
  readonly keeper: Pick<OutputKeeper, "prepare" | "discard">;
  readonly places: Pick<Places, "take">;
};

/** What the parts of one run share. */
export interface Runner {
  readonly request: RunRequest;
  /** Aborted with the request's, or where the run cannot go on. */
  readonly signal: AbortSignal;
  /** Aborted with the run's, or where this stage alone is to stop. */
  readonly signalOf: (stage: StageId) => AbortSignal;
  readonly session: Session;
  readonly keeper: OutputKeeper;
  readonly lock: LockKeeper;
  readonly attempts: Attempts;
  readonly growth: Growth;
  readonly places: Places;
  readonly emit: (event: Event) => void;
  readonly notify: (diagnostic: Diagnostic, stage?: StageId) => void;
}
