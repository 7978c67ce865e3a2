// Puts the metrics of all instances side by side, best first: node compare.mjs --out COMPARISON.md METRICS.json …
import { readFileSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { parseArgs } from "node:util";

const { values: given, positionals: files } = parseArgs({ options: { out: { type: "string" } }, allowPositionals: true });

/** `out/evaluate@8/metrics.json` is the instance 8. */
const instances = files.map((file) => ({
  name: basename(dirname(file)).replace(/^.*@/, ""),
  metrics: JSON.parse(readFileSync(file, "utf8")),
}));
instances.sort((left, right) => left.metrics.rmse.value - right.metrics.rmse.value);

const rows = instances.map(({ name, metrics }) => `| ${name} | ${shown(metrics.rmse)} | ${shown(metrics.mae)} | ${shown(metrics.r2)} |`);
const lines = [
  "# Which width predicts best?",
  "",
  `The network of ${instances[0].name} units misses by the least, on the validation rows.`,
  "",
  "| units | rmse | mae | r2 |",
  "| ---: | ---: | ---: | ---: |",
  ...rows,
];
writeFileSync(given.out, `${lines.join("\n")}\n`);

function shown({ value, low, high }) {
  const figure = (number) => String(Number(number.toPrecision(3)));
  return low === undefined ? figure(value) : `${figure(value)} (${figure(low)} to ${figure(high)})`;
}
