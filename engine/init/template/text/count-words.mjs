// Counts the words of each message into so many columns: node count-words.mjs --columns 128 --in MESSAGES.csv --out WORDS.csv
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

const { values: given } = parseArgs({ options: { columns: { type: "string" }, in: { type: "string" }, out: { type: "string" } } });
const columns = Number(given.columns);

const messages = readRows(readFileSync(given.in, "utf8")).slice(1);
const head = ["topic", ...Array.from({ length: columns }, (_, column) => `w${column}`)];
const rows = messages.map(([text, topic]) => [topic, ...countsOf(text)]);
writeFileSync(given.out, `${[head, ...rows].map((row) => row.join(",")).join("\n")}\n`);

function countsOf(text) {
  const counts = new Array(columns).fill(0);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+|\?/gu) ?? []) counts[hash(word) % columns] += 1;
  return counts;
}

/** FNV-1a: the same word has the same column on every machine. */
function hash(word) {
  let sum = 0x811c9dc5;
  for (const byte of Buffer.from(word)) sum = Math.imul(sum ^ byte, 0x01000193) >>> 0;
  return sum;
}

/** CSV with quotes: a comma or a line break between quotes belongs to the message. */
function readRows(csv) {
  const rows = [];
  for (const [line] of csv.matchAll(/(?:"(?:[^"]|"")*"|[^"\n])+/g)) {
    const cells = line.replace(/\r$/, "").match(/(?<=^|,)(?:"(?:[^"]|"")*"|[^,]*)/g) ?? [];
    rows.push(cells.map((cell) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)));
  }
  return rows;
}
