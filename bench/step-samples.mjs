// Steps that come one after the other in one folder, measured; what a tool has left undone, and what is too late, is not.
import { dropFileCache, measure, median } from "./measure.mjs";

/** The samples of each step, by name: `{ samples, cold, text }`. */
export function takeSteps({ steps, cwd, environment, limit, isCold = true, isLate = () => false, into }) {
  let broken = false;
  for (const { what, text, before, argv, check, cold } of steps) {
    if (!into.has(what)) into.set(what, { samples: [], cold: [], text });
    const taken = into.get(what);
    if (taken.text !== undefined) continue;
    if (broken || isLate()) {
      if (taken.samples.length === 0) taken.text = "not reached";
      continue;
    }
    before?.();
    const sample = measure({ argv, cwd, environment, limit });
    if (sample.over !== undefined) {
      taken.text = `over ${sample.over} s`;
      broken = true;
      continue;
    }
    check?.();
    taken.samples.push(sample);
    console.error(`${what}: ${sample.wall.toFixed(0)} ms, ${sample.memory.toFixed(0)} MB`);
    if (cold !== true || !isCold) continue;
    before?.();
    const again = dropFileCache() ? measure({ argv, cwd, environment, limit }) : {};
    if (again.wall !== undefined) taken.cold.push(again);
  }
}

/** The result of each step that was taken, medians. */
export function stepResults(taken, { tool, scenarioOf }) {
  return [...taken].map(([what, { samples, cold, text }]) => {
    const names = { scenario: scenarioOf(what), tool };
    if (text !== undefined) return { ...names, text };
    const middle = (name) => median(samples.map((sample) => sample[name]));
    const coldWall = cold.length === 0 ? {} : { cold: median(cold.map(({ wall }) => wall)) };
    return { ...names, rounds: samples.length, wall: middle("wall"), cpu: middle("cpu"), memory: middle("memory"), ...coldWall };
  });
}
