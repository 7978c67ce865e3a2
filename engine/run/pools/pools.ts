import { amountOf, type Demand, unitsOf, wholeUnit } from "./demand.ts";

export interface Capacities {
  /** Processors. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
  /** Of the project: places by name. */
  readonly named: ReadonlyMap<string, number>;
}

/** What was taken, to be given back. */
export interface Holding {
  readonly demand: Demand;
  /** Ids of the devices that are taken, wholly or in part, in the order in which they are listed. */
  readonly devices: readonly string[];
}

export interface Shortage {
  readonly pool: string;
  readonly wanted: number;
  /** All that the pool holds. */
  readonly held: number;
}

interface Device {
  readonly id: string;
  free: number;
}

/** What the stages of a run share: how much of each pool is free, and who has which device. */
export class Pools {
  readonly #capacity: Map<string, number>;
  readonly #free: Map<string, number>;
  #devices: readonly Device[] = [];
  #known: Promise<void> | undefined;

  constructor({ cpu, memory, named }: Capacities) {
    const amounts = [...named, ["cpu", cpu] as const, ["memory", memory] as const];
    this.#capacity = new Map(amounts.map(([pool, amount]) => [pool, unitsOf(pool, amount)]));
    this.#free = new Map(this.#capacity);
  }

  /** Finds the devices of the pool `gpu`, once, and only when a stage wants one: to ask the driver takes its time. */
  knowDevices(find: () => Promise<readonly string[]>): Promise<void> {
    this.#known ??= find().then((ids) => {
      this.devices = ids;
    });
    return this.#known;
  }

  /** None is taken yet. */
  set devices(ids: readonly string[]) {
    this.#devices = ids.map((id) => ({ id, free: wholeUnit }));
  }

  /** Units that a pool holds when nothing is taken. */
  capacity = (pool: string): number => (pool === "gpu" ? this.#devices.length * wholeUnit : (this.#capacity.get(pool) ?? 0));

  /** Of a demand that can never be met. */
  shortage({ units }: Demand): Shortage | undefined {
    for (const [pool, wanted] of units) {
      const held = this.capacity(pool);
      if (wanted > held) return { pool, wanted: amountOf(pool, wanted), held: amountOf(pool, held) };
    }
    return undefined;
  }

  fits = ({ units }: Demand): boolean => [...units].every(([pool, wanted]) => this.#has(pool, wanted));

  /** The pools that have too little for a demand now. */
  lacking = ({ units }: Demand): readonly string[] => [...units].filter(([pool, wanted]) => !this.#has(pool, wanted)).map(([pool]) => pool);

  /** The pools in which one demand, if it is met now, leaves too little for another. */
  inTheWay(demand: Demand, other: Demand): readonly string[] {
    return [...demand.units].flatMap(([pool, wanted]) => {
      const needed = other.units.get(pool);
      if (needed === undefined) return [];
      const room = pool === "gpu" ? this.#leavesDevices(wanted, needed) : this.#freeIn(pool) - wanted >= needed;
      return room ? [] : [pool];
    });
  }

  /** All of what fits. */
  take(demand: Demand): Holding {
    if (!this.fits(demand)) throw new Error(`${demand.name} is more than is free`);
    for (const [pool, wanted] of demand.units) if (pool !== "gpu") this.#free.set(pool, this.#freeIn(pool) - wanted);
    const chosen = this.#choose(demand.units.get("gpu") ?? 0) ?? [];
    for (const device of chosen) device.free -= shareOf(demand);
    return { demand, devices: this.#devices.filter((device) => chosen.includes(device)).map(({ id }) => id) };
  }

  giveBack({ demand, devices }: Holding): void {
    for (const [pool, wanted] of demand.units) if (pool !== "gpu") this.#free.set(pool, this.#freeIn(pool) + wanted);
    for (const device of this.#devices) if (devices.includes(device.id)) device.free += shareOf(demand);
  }

  #freeIn(pool: string): number {
    return this.#free.get(pool) ?? 0;
  }

  #has(pool: string, wanted: number): boolean {
    return pool === "gpu" ? this.#choose(wanted) !== undefined : this.#freeIn(pool) >= wanted;
  }

  /** Whole devices, the first that are free; for a share, the fullest device that has room. `undefined` where there are too few. */
  #choose(wanted: number): readonly Device[] | undefined {
    if (wanted === 0) return [];
    if (wanted >= wholeUnit) {
      const count = wanted / wholeUnit;
      const free = this.#devices.filter((device) => device.free === wholeUnit).slice(0, count);
      return free.length === count ? free : undefined;
    }
    const [fullest] = this.#devices.filter(({ free }) => free >= wanted).toSorted((one, other) => one.free - other.free);
    return fullest && [fullest];
  }

  #leavesDevices(wanted: number, needed: number): boolean {
    const chosen = this.#choose(wanted);
    if (chosen === undefined) return false;
    const share = Math.min(wanted, wholeUnit);
    for (const device of chosen) device.free -= share;
    const leaves = this.#choose(needed) !== undefined;
    for (const device of chosen) device.free += share;
    return leaves;
  }
}

/** Units of each device that is taken. */
const shareOf = ({ units }: Demand): number => Math.min(units.get("gpu") ?? 0, wholeUnit);
