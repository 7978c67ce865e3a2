import type { Clock } from "../../platform/clock.ts";
import type { Seat, SeatRequest, Taken } from "../schedule.ts";

/** A seat that knows how long one waited for it. */
export class TimedSeat implements Seat {
  readonly #seat: Seat;
  readonly #clock: Clock;
  #waited = 0;

  constructor(seat: Seat, clock: Clock) {
    this.#seat = seat;
    this.#clock = clock;
  }

  /** Milliseconds. */
  get waited(): number {
    return this.#waited;
  }

  async take(request: SeatRequest): Promise<Taken | undefined> {
    const from = this.#clock.elapsed();
    const taken = await this.#seat.take(request);
    if (taken?.waited !== false) this.#waited += this.#clock.elapsed() - from;
    return taken;
  }

  leave(): void {
    this.#seat.leave();
  }

  /** Whose waiting is nobody's delay. */
  another(): Seat {
    return this.#seat.another();
  }
}
