// Takes the project's lock again and again, and counts what it did while it had it. Argument: the project's folder.
import { appendFileSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodePlatform } from "../../../engine/platform/node-platform.ts";
import { acquireProjectLock } from "../../../engine/run/project-lock.ts";

const projectRoot = process.argv[2] ?? "";
const platform = nodePlatform();
const file = (name: string): string => join(projectRoot, name);
const read = (name: string): string => {
  try {
    return readFileSync(file(name), "utf8");
  } catch {
    return "";
  }
};

for (;;) {
  const lock = await acquireProjectLock({
    platform,
    projectRoot,
    wait: true,
    signal: new AbortController().signal,
    onWaiting: () => undefined,
  });
  if (!lock.ok) throw new Error(lock.failure.message);
  const inside = read("inside");
  if (inside !== "" && platform.processes.startTime(Number(inside)) !== undefined) appendFileSync(file("violations"), `${inside}\n`);
  writeFileSync(file("inside"), String(process.pid));
  const counted = Number(read("counter")) + 1;
  await platform.clock.wait(1);
  writeFileSync(file(`counter-${process.pid}`), String(counted));
  renameSync(file(`counter-${process.pid}`), file("counter"));
  appendFileSync(file("journal"), `${counted}\n`);
  writeFileSync(file("inside"), "");
  lock.value.release();
}
