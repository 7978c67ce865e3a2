import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { referencePages } from "./pages.ts";
import { repository } from "./repository.ts";

for (const { path, text } of await referencePages()) {
  const file = join(repository, path);
  if (readFileSync(file, "utf8") === text) continue;
  writeFileSync(file, text);
  process.stderr.write(`${path} is written anew\n`);
}
