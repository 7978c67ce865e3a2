// A table beside that of bench/main.mjs, in docs/benchmarks.md: each has its own marks, and is written by its own command.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { comparisonTable, machineLine } from "./page.mjs";
import { withSection } from "./sections.mjs";

const page = fileURLToPath(new URL("../docs/benchmarks.md", import.meta.url));

/** Prints the table; with `write`, puts it into the page under its heading, with the command that made it. */
export function writeSection({ name, heading, command, notes, results, versions, write }) {
  const table = comparisonTable(results);
  console.log(table);
  if (!write) return;
  const made = `Made by \`${command}\` on ${new Date().toISOString().slice(0, 10)}, all rows in one run on one machine.`;
  const text = `## ${heading}\n\n${made}\n\n${table}\n\n${notes.trim()}\n\n${machineLine(versions)}`;
  const before = existsSync(page) ? readFileSync(page, "utf8") : "# Benchmarks\n";
  writeFileSync(page, withSection(before, { name, text }));
}
