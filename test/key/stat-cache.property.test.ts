import { assert, asyncProperty, constantFrom, nat, record, array as sequence } from "fast-check";
import { expect, test } from "vitest";
import { digestOf } from "../../engine/key/digest.ts";
import { StatCache } from "../../engine/key/stat-cache.ts";
import { systemClock } from "../../engine/platform/clock.ts";
import type { Disk, FileStat } from "../../engine/platform/disk.ts";
import { nodeDisk } from "../../engine/platform/node-disk.ts";

const second = 1_000_000_000n;
const day = 86_400n * second;

interface FileSystem {
  /** Nanoseconds: times are cut down to it. */
  readonly grain: bigint;
  /** Its clock less this machine's; one that is not this machine's is a server's. */
  readonly offset: bigint;
  /** Whether the state of the project is on it. */
  readonly holdsState: boolean;
  /** Whether it tells when an inode was changed last, which FAT does not: then that is the modification time. */
  readonly hasChangeTime: boolean;
}

/** A machine with one file in memory, whose clocks are what a test says. */
class Machine {
  readonly system: FileSystem;
  now = 1_700_000_000n * second;
  content = "0";
  #stat: FileStat;
  readonly #state = new Map<string, { readonly bytes: Buffer; readonly time: bigint }>();
  readonly disk: Disk = {
    ...nodeDisk,
    stat: (path) => this.#look(path),
    statTarget: (path) => this.#look(path),
    sharesClock: () => this.system.offset === 0n,
    hashAll: async (files) => files.map(() => digestOf(this.content)),
    tellTime: () => ({ ...this.#stat, device: this.system.holdsState ? 1n : 2n, modified: this.#tick(this.system.holdsState) }),
    makeDirectory: () => undefined,
    replace: (_point, path, bytes) => void this.#state.set(path, { bytes: Buffer.from(bytes), time: this.now }),
    read: (path) => Buffer.from(this.#state.get(path)?.bytes ?? []),
  };
  readonly clock = { ...systemClock, now: () => Number(this.now / 1_000_000n), elapsed: () => 0 };

  constructor(system: FileSystem) {
    this.system = system;
    const time = this.#tick(true);
    this.#stat = { type: "file", size: 1n, mode: 0o644, device: 1n, inode: 7n, modified: time, changed: time };
  }

  /** Always one byte. `keep` sets the old modification time back, as `touch -r` and archives do. */
  write({ keep, content }: { readonly keep: boolean; readonly content: string }): void {
    const time = this.#tick(true);
    const { modified } = this.#stat;
    this.content = content;
    // Without a change time, nothing at all would tell of an edit that sets the old time back.
    const isKept = keep && this.system.hasChangeTime;
    this.#stat = { ...this.#stat, modified: isKept ? modified : time, changed: time };
  }

  /** Another mount of the same file system. */
  remount(): void {
    this.#stat = { ...this.#stat, inode: this.#stat.inode + 1n };
  }

  get fileStat(): FileStat {
    return this.#stat;
  }

  #tick(ofFile: boolean): bigint {
    if (!ofFile) return this.now;
    const time = this.now + this.system.offset;
    return time - (time % this.system.grain);
  }

  #look(path: string): FileStat | undefined {
    if (path === "/data/table") return this.#stat;
    const kept = this.#state.get(path);
    return kept && { ...this.#stat, inode: 9n, size: BigInt(kept.bytes.length), modified: kept.time, changed: kept.time };
  }
}

const systems = record({
  grain: constantFrom(1n, 10_000_000n, second, 2n * second),
  offset: constantFrom(0n, day, -day, 90n * second, -90n * second),
  holdsState: constantFrom(true, false),
  hasChangeTime: constantFrom(true, false),
});

const happening = record({
  kind: constantFrom("write", "writeKeepingTime", "wait", "waitLong", "read", "readAnew", "remount"),
  /** Nanoseconds that pass before it. */
  after: constantFrom(1n, 1000n, 4_000_000n, 60_000_000n, second / 2n, second, 3n * second),
  content: nat({ max: 9 }),
});

const open = ({ disk, clock }: Machine): StatCache => new StatCache({ disk, clock, file: "/project/state/stats.bin" });

test("no file system's clock, however coarse or wrong, makes a digest that is not the file's", async () => {
  await assert(
    asyncProperty(systems, sequence(happening, { maxLength: 24 }), async (system, happenings) => {
      const machine = new Machine(system);
      let cache = open(machine);
      for (const { kind, after, content } of happenings) {
        machine.now += after;
        if (kind === "write") machine.write({ keep: false, content: String(content) });
        else if (kind === "writeKeepingTime") machine.write({ keep: true, content: String(content) });
        else if (kind === "wait") machine.now += 3n * second;
        else if (kind === "waitLong") machine.now += 3n * day;
        else if (kind === "remount") machine.remount();
        else if (kind === "readAnew") {
          cache.save();
          cache = open(machine);
        }
        expect((await cache.digest("/data/table", machine.fileStat)).digest).toBe(digestOf(machine.content));
      }
    }),
    { numRuns: 600 },
  );
});

test("what was learnt before the clock was set back a day does not count until the clock is there again", async () => {
  const machine = new Machine({ grain: second, offset: 0n, holdsState: true, hasChangeTime: true });
  machine.now += 10n * second;
  const cache = open(machine);
  const { fileStat: before } = machine;
  await cache.digest("/data/table", before);
  cache.save();
  machine.now -= day;
  machine.write({ keep: true, content: "5" });
  // By chance, or by someone's will, the very times that it had.
  expect((await open(machine).digest("/data/table", before)).digest).toBe(digestOf("5"));
});

test("a settled file is hashed once, on this machine's file systems and where the state is on a server a day behind", async () => {
  for (const offset of [0n, -day]) {
    const machine = new Machine({ grain: 1n, offset, holdsState: true, hasChangeTime: true });
    machine.now += 10n * second;
    const cache = open(machine);
    await cache.digest("/data/table", machine.fileStat);
    cache.save();
    machine.content = "never read";
    machine.now += second;
    expect((await open(machine).digest("/data/table", machine.fileStat)).digest).toBe(digestOf("0"));
  }
});

test("a file that has another's inode, size and times after a mount, as on FAT, is not taken for it", async () => {
  const machine = new Machine({ grain: 2n * second, offset: 0n, holdsState: true, hasChangeTime: false });
  machine.now += 10n * second;
  const cache = open(machine);
  await cache.digest("/data/table", machine.fileStat);
  machine.content = "9";
  expect((await cache.digest("/data/table", machine.fileStat)).known).toBe(true);
  expect((await cache.digest("/data/other", machine.fileStat)).digest).toBe(digestOf("9"));
});
