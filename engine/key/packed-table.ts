import { createHash } from "node:crypto";

/** Bytes of the heading: its name, when it was written, and the SHA-256 of all else. */
const headingBytes = 64;
const title = "millrace-stats 3";
const timeAt = 16;
const sealAt = 32;

/** Of a record: the length of its name, whether it counts, the name, the value. */
const prefixBytes = 3;
/** Bytes of a record that is expected, for its name. */
const usualName = 40;

/** Values of equal length by name, in one buffer that is also the file: no object a name, and nothing to parse. */
export class PackedTable {
  readonly #valueBytes: number;
  #bytes: Buffer;
  #end: number;
  /** Open addressing: where a record begins, 0 for none. */
  #slots: Uint32Array;
  #records = 0;
  #live = 0;
  #name = Buffer.alloc(512);
  #nameLength = 0;

  constructor(valueBytes: number, expected = 0) {
    this.#valueBytes = valueBytes;
    this.#bytes = Buffer.alloc(headingBytes + expected * (prefixBytes + usualName + valueBytes));
    this.#end = headingBytes;
    this.#slots = new Uint32Array(slotsFor(expected));
  }

  /** `undefined` for what is damaged, or was written after `now`. Takes the bytes over. */
  static read(bytes: Buffer, { valueBytes, now }: { readonly valueBytes: number; readonly now: bigint }): PackedTable | undefined {
    if (bytes.length < headingBytes || bytes.toString("latin1", 0, timeAt) !== title) return undefined;
    if (bytes.readBigUInt64LE(timeAt) > now || !sealOf(bytes).equals(bytes.subarray(sealAt, headingBytes))) return undefined;
    const table = new PackedTable(valueBytes);
    table.#bytes = bytes;
    table.#end = bytes.length;
    table.#index();
    return table;
  }

  get size(): number {
    return this.#live;
  }

  /** A view: valid until the table changes. */
  get(name: string): Buffer | undefined {
    const at = this.#slots[this.#slotOf(name)] ?? 0;
    return at === 0 || this.#bytes[at + 2] === 0 ? undefined : this.#value(at);
  }

  /** The place of a value, to be written at once. */
  put(name: string): Buffer {
    const slot = this.#slotOf(name);
    const known = this.#slots[slot] ?? 0;
    if (known !== 0) {
      this.#live += this.#bytes[known + 2] === 0 ? 1 : 0;
      this.#bytes[known + 2] = 1;
      return this.#value(known);
    }
    const at = this.#append();
    this.#slots[slot] = at;
    if (this.#records * 2 > this.#slots.length) this.#index();
    return this.#value(at);
  }

  delete(name: string): boolean {
    const at = this.#slots[this.#slotOf(name)] ?? 0;
    if (at === 0 || this.#bytes[at + 2] === 0) return false;
    this.#bytes[at + 2] = 0;
    this.#live -= 1;
    return true;
  }

  names(): readonly string[] {
    const names: string[] = [];
    for (let at = headingBytes; at < this.#end; at = this.#after(at)) {
      if (this.#bytes[at + 2] !== 0) names.push(this.#bytes.toString("utf8", at + prefixBytes, at + prefixBytes + this.#lengthAt(at)));
    }
    return names;
  }

  /** The file; a view, valid until the table changes. */
  write(now: bigint): Buffer {
    if (this.#live < this.#records) this.#dropDead();
    this.#bytes.write(title, "latin1");
    this.#bytes.writeBigUInt64LE(now, timeAt);
    const file = this.#bytes.subarray(0, this.#end);
    sealOf(file).copy(file, sealAt);
    return file;
  }

  /** Writes a new record for the name that was asked for last. */
  #append(): number {
    const at = this.#end;
    const end = at + prefixBytes + this.#nameLength + this.#valueBytes;
    if (end > this.#bytes.length) {
      const grown = Buffer.alloc(Math.max(end, Math.ceil(this.#bytes.length * 1.5), 4096));
      this.#bytes.copy(grown, 0, 0, this.#end);
      this.#bytes = grown;
    }
    this.#bytes.writeUInt16LE(this.#nameLength, at);
    this.#bytes[at + 2] = 1;
    this.#name.copy(this.#bytes, at + prefixBytes, 0, this.#nameLength);
    this.#end = end;
    this.#records += 1;
    this.#live += 1;
    return at;
  }

  /** The slot that holds the record of a name, or the one where it belongs. */
  #slotOf(name: string): number {
    if (name.length * 3 > this.#name.length) this.#name = Buffer.alloc(name.length * 3);
    this.#nameLength = this.#name.write(name);
    const mask = this.#slots.length - 1;
    let slot = hashOf(this.#name, 0, this.#nameLength) & mask;
    for (let at = this.#slots[slot] ?? 0; at !== 0 && !this.#isNamed(at); at = this.#slots[slot] ?? 0) slot = (slot + 1) & mask;
    return slot;
  }

  #isNamed(at: number): boolean {
    const start = at + prefixBytes;
    return (
      this.#lengthAt(at) === this.#nameLength && this.#bytes.compare(this.#name, 0, this.#nameLength, start, start + this.#nameLength) === 0
    );
  }

  #index(): void {
    let records = 0;
    for (let at = headingBytes; at < this.#end; at = this.#after(at)) records += 1;
    this.#slots = new Uint32Array(slotsFor(records));
    const mask = this.#slots.length - 1;
    [this.#records, this.#live] = [records, 0];
    for (let at = headingBytes; at < this.#end; at = this.#after(at)) {
      const start = at + prefixBytes;
      let slot = hashOf(this.#bytes, start, start + this.#lengthAt(at)) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = at;
      this.#live += this.#bytes[at + 2] ?? 0;
    }
  }

  #dropDead(): void {
    let end = headingBytes;
    for (let at = headingBytes; at < this.#end; ) {
      const next = this.#after(at);
      const isLive = this.#bytes[at + 2] !== 0;
      if (isLive) this.#bytes.copy(this.#bytes, end, at, next);
      if (isLive) end += next - at;
      at = next;
    }
    this.#end = end;
    this.#index();
  }

  #lengthAt(at: number): number {
    return this.#bytes.readUInt16LE(at);
  }

  #after(at: number): number {
    return at + prefixBytes + this.#lengthAt(at) + this.#valueBytes;
  }

  #value(at: number): Buffer {
    const start = at + prefixBytes + this.#lengthAt(at);
    return this.#bytes.subarray(start, start + this.#valueBytes);
  }
}

/** A power of two, at most half of them taken, and some to grow into. */
const slotsFor = (records: number): number => 2 ** Math.ceil(Math.log2(Math.max(records, 64) * 3));

/** FNV-1a. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let index = start; index < end; index += 1) hash = Math.imul(hash ^ (bytes[index] ?? 0), 0x01000193);
  return hash >>> 0;
}

const sealOf = (file: Buffer): Buffer => createHash("sha256").update(file.subarray(0, sealAt)).update(file.subarray(headingBytes)).digest();
