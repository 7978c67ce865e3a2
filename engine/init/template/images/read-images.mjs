// Reads a folder of grey images (.pgm, as text) into a table, one image a row: node read-images.mjs --in FOLDER --out PIXELS.csv
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values: given } = parseArgs({ options: { in: { type: "string" }, out: { type: "string" } } });
const files = readdirSync(given.in)
  .filter((file) => file.endsWith(".pgm"))
  .sort();

const rows = files.map((file) => {
  const [, , , brightest, ...pixels] = readFileSync(join(given.in, file), "utf8").replace(/#.*/g, "").trim().split(/\s+/);
  const label = file.slice(0, file.indexOf("-"));
  return [label, ...pixels.map((pixel) => (pixel / brightest).toFixed(3))];
});
const head = ["label", ...rows[0].slice(1).map((_, pixel) => `p${pixel}`)];
writeFileSync(given.out, `${[head, ...rows].map((row) => row.join(",")).join("\n")}\n`);
