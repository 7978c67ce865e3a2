import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { diagnosticCodes } from "../../engine/diagnostics/code.ts";
import { diagnosticPage, diagnosticPath } from "./diagnostics.ts";
import { type Page, referencePages } from "./pages.ts";
import { repository } from "./repository.ts";

// Words name the codes whose pages are made, none all of them.
const words = process.argv.slice(2);
const codes = diagnosticCodes.filter((code) => words.length === 0 || words.includes(code));

const waiting = [...codes];
await Promise.all(Array.from({ length: 2 }, work));
// The index says what the pages say, so it comes after them.
for (const page of await referencePages()) write(page);

async function work(): Promise<void> {
  for (let code = waiting.shift(); code !== undefined; code = waiting.shift()) {
    write({ path: diagnosticPath(code), text: await diagnosticPage(code) });
  }
}

function write({ path, text }: Page): void {
  const file = join(repository, path);
  mkdirSync(dirname(file), { recursive: true });
  if (read(file) === text) return;
  writeFileSync(file, text);
  process.stderr.write(`${path} is written anew\n`);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
