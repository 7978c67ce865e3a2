import { expect, test } from "vitest";

const bench = (name: string) => import(new URL(`../../bench/${name}.mjs`, import.meta.url).href);

const results = [
  { scenario: "no-op of 1 stage", tool: "Millrace", rounds: 5, wall: 70, cpu: 80, memory: 53, cold: 200 },
  { scenario: "no-op of 1 stage", tool: "turbo", rounds: 5, wall: 35, cpu: 30, memory: 36, cold: 400 },
  { scenario: "no-op of 10 stages", tool: "Millrace", rounds: 1, wall: 100, cpu: 90, memory: 106 },
  { scenario: "no-op of 10 stages", tool: "turbo", text: "over 180 s" },
];

test("a cell says what was not measured, and what was as a multiple of ours; only rows that were cold are in the cold table", async () => {
  const { growthTable, resultTables } = await bench("tables");
  const [warm, cold] = resultTables(results, ["Millrace", "turbo", "DVC"])
    .split("\n\n")
    .filter((part: string) => part.startsWith("|"));
  expect(warm).toBe(
    [
      "|                    | Millrace |      turbo |           DVC |",
      "| ------------------ | -------: | ---------: | ------------: |",
      "| no-op of 1 stage   |       70 | 35 (0.50x) | not installed |",
      "| no-op of 10 stages |      100 | over 180 s | not installed |",
    ].join("\n"),
  );
  expect(cold.split("\n").slice(2)).toEqual(["| no-op of 1 stage |      200 | 400 (2.0x) | not installed |"]);
  const pairs = [{ what: "one to ten", from: "no-op of 1 stage", to: "no-op of 10 stages" }];
  expect(
    growthTable(results, { tools: ["Millrace", "turbo"], pairs })
      .split("\n")
      .at(-1),
  ).toBe("| one to ten: memory    |     2.0x |       |");
});

test("an aim that is missed says where, and by how much", async () => {
  const { aimList, fasterThan, timesFaster, within } = await bench("aims");
  const chosen = () => true;
  expect(
    aimList([
      fasterThan(results, "turbo"),
      timesFaster(results, { peer: "DVC", factor: 10, of: "a no-op", chosen }),
      within(results, { aim: "within twice", factor: 2, other: ({ wall }: { wall: number }) => wall }),
    ]),
  ).toBe(
    [
      "- Faster than turbo on every row: **missed** on 1 of 2: no-op of 1 stage 0.50x.",
      "- At least 10 times as fast as DVC on a no-op: not measured.",
      "- Within twice: met on all 2: 1.0x to 1.0x.",
    ].join("\n"),
  );
});
