import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { PlanStage } from "../../graph/plan.ts";
import { type Result, success } from "../../platform/result.ts";
import type { PlacedExecution } from "../execute.ts";
import type { AttemptRunner } from "../runner.ts";

export interface WorkplaceRequest extends Pick<PlacedExecution, "seat" | "granted"> {
  readonly stage: PlanStage;
  readonly places: AttemptRunner["places"];
  readonly signal: AbortSignal;
}

/** Where one start of a mapped stage is made after the other. A retry may have given it another place, or a larger one. */
export class Workplace {
  readonly #request: WorkplaceRequest;
  #granted: PlacedExecution["granted"];
  #isRetaken = false;

  constructor(request: WorkplaceRequest) {
    this.#request = request;
    this.#granted = request.granted;
  }

  get place(): Pick<PlacedExecution, "seat" | "granted"> {
    return { seat: this.#request.seat, granted: this.#granted };
  }

  /** For retries. */
  readonly places: AttemptRunner["places"] = {
    take: (request) => {
      this.#isRetaken = true;
      return this.#request.places.take(request);
    },
  };

  /** For a next start, which takes what a first attempt takes; whether there is a place for it: a run that is ended gives none. */
  async renew(): Promise<Result<boolean, Diagnostic>> {
    if (!this.#isRetaken) return success(true);
    const { seat, stage, places, signal } = this.#request;
    seat.leave();
    const taken = await places.take({ stage, seat, attempt: 1, signals: [signal], isExtra: true });
    if (!taken.ok || taken.value === undefined) return taken.ok ? success(false) : taken;
    this.#granted = taken.value.granted;
    this.#isRetaken = false;
    return success(true);
  }
}
