import type { Plan } from "./plan.ts";

/** The plan of a run while lists become known: whoever holds it sees what it has grown to. */
export class GrowingPlan implements Plan {
  #now: Plan;

  constructor(plan: Plan) {
    this.#now = plan;
  }

  become(grown: Plan): void {
    this.#now = grown;
  }

  get pipeline(): Plan["pipeline"] {
    return this.#now.pipeline;
  }

  get stages(): Plan["stages"] {
    return this.#now.stages;
  }

  get selected(): Plan["selected"] {
    return this.#now.selected;
  }

  get complete(): boolean {
    return this.#now.complete;
  }

  get grow(): Plan["grow"] {
    return this.#now.grow;
  }
}
