import { assert, constantFrom, nat, property, record, array as sequence, string } from "fast-check";
import { expect, test } from "vitest";
import { PackedTable } from "../../engine/key/packed-table.ts";

const valueBytes = 8;
const valueFor = (number: number): Buffer => {
  const value = Buffer.alloc(valueBytes);
  value.writeUInt32LE(number);
  return value;
};

const change = record({ does: constantFrom("put", "put", "delete"), name: string({ unit: "binary", maxLength: 4 }), number: nat() });

test("holds what a map would hold, also when it is read back", () => {
  assert(
    property(sequence(change, { maxLength: 300 }), nat({ max: 500 }), (changes, expected) => {
      const map = new Map<string, Buffer>();
      let table = new PackedTable(valueBytes, expected);
      for (const [index, { does, name, number }] of changes.entries()) {
        if (does === "put") {
          table.put(name).set(valueFor(number));
          map.set(name, valueFor(number));
        } else expect(table.delete(name)).toBe(map.delete(name));
        if (index % 100 !== 99) continue;
        const read = PackedTable.read(Buffer.from(table.write(5n)), { valueBytes, now: 5n });
        if (read === undefined) throw new Error("it could not be read");
        table = read;
      }
      expect(table.size).toBe(map.size);
      expect([...table.names()].sort()).toEqual([...map.keys()].sort());
      for (const [name, value] of map) expect(table.get(name)).toEqual(value);
      expect(table.get("none of these")).toBeUndefined();
    }),
  );
});

test("a file of which one bit differs is none, nor one of the future", () => {
  const table = new PackedTable(valueBytes);
  table.put("labels.csv").set(valueFor(1));
  const file = Buffer.from(table.write(7n));
  const read = (bytes: Buffer, now = 7n) => PackedTable.read(Buffer.from(bytes), { valueBytes, now });
  expect(read(file)?.get("labels.csv")).toEqual(valueFor(1));
  expect(read(file, 6n)).toBeUndefined();
  for (let bit = 0; bit < file.length * 8; bit += 1) {
    const damaged = Buffer.from(file);
    damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(read(damaged)).toBeUndefined();
  }
  expect(read(file.subarray(0, 40))).toBeUndefined();
});
