// A section of docs/benchmarks.md beside that of bench/main.mjs: each has its own marks, and is written by its own command.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { aimList } from "./aims.mjs";
import { machineLine } from "./page.mjs";
import { withSection } from "./sections.mjs";
import { growthTable, resultTables } from "./tables.mjs";

const page = fileURLToPath(new URL("../docs/benchmarks.md", import.meta.url));

/** Prints the tables; with `write`, puts them into the page under their heading. `growth` is as growthTable takes it. */
export function writeSection({ name, heading, notes, results, columns, growth = [], growthOf, aims, versions, write }) {
  const grown = growth.length === 0 ? "" : `\n\n${growthOf}\n\n${growthTable(results, { tools: columns, pairs: growth })}`;
  const tables = `${resultTables(results, columns)}${grown}\n\nWhat was aimed at, and what came of it:\n\n${aimList(aims)}`;
  console.log(tables);
  if (!write) return;
  const made = `Made on ${new Date().toISOString().slice(0, 10)}, all rows in one run on one machine.`;
  const text = `## ${heading}\n\n${made}\n\n${tables}\n\n${notes.trim()}\n\n${machineLine(versions)}`;
  const before = existsSync(page) ? readFileSync(page, "utf8") : "# Benchmarks\n";
  writeFileSync(page, withSection(before, { name, text }));
}
