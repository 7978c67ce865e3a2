// Writes the metrics of a run as a Markdown table: node summarize.mjs --in METRICS.json --out SUMMARY.md
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

const { values: paths } = parseArgs({ options: { in: { type: "string" }, out: { type: "string" } } });
const metrics = JSON.parse(readFileSync(paths.in, "utf8"));

/** A metric is a number, or an object with its value and the interval that it lies in. */
const rows = Object.entries(metrics).flatMap(([name, metric]) => {
  if (typeof metric === "number") return [`| ${name} | ${shown(metric)} | |`];
  if (typeof metric?.value !== "number") return [];
  const interval = typeof metric.low === "number" ? `${shown(metric.low)} to ${shown(metric.high)}` : "";
  return [`| ${name} | ${shown(metric.value)} | ${interval} |`];
});

const lines = ["# Wine", "", "| metric | value | interval |", "| --- | ---: | --- |", ...rows];
writeFileSync(paths.out, `${lines.join("\n")}\n`);

function shown(number) {
  return String(Number(number.toPrecision(4)));
}
