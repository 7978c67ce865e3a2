// A row of the table: a scenario by a tool, with the samples that were taken of it.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { dropFileCache, measure, median } from "./measure.mjs";

/** What takes so long, in milliseconds, is measured in the slow rounds alone, and from `tooLong` on once. */
const slowFrom = 2000;
const tooLong = 20_000;

/** A row of each scenario and tool, and one of the first run where that is asked for; projects are made in `workspace` as they are needed. */
export function prepareRows({ scenarios, tools, workspace, limit }) {
  const projects = new Map();
  const projectOf = ({ project }, tool) => {
    const folder = join(workspace, project.slug, tool.name);
    if (!projects.has(folder)) {
      console.error(`preparing ${project.slug}: ${tool.name}`);
      mkdirSync(folder, { recursive: true });
      projects.set(folder, { folder, ...project.prepare(tool, folder, limit) });
    }
    return projects.get(folder);
  };
  return scenarios.flatMap((scenario) => {
    const made = tools.map((tool) => [tool, scenario.argv(tool) === undefined ? undefined : projectOf(scenario, tool)]);
    const firstRuns = scenario.firstRun === undefined ? [] : made.map(([tool, project]) => firstRun(scenario.firstRun, tool, project));
    return [...made.map(([tool, project]) => row({ scenario, tool, project, limit })), ...firstRuns];
  });
}

function row({ scenario, tool, project, limit }) {
  const names = { scenario: scenario.name, tool: tool.name, samples: [], cold: [] };
  if (project === undefined) return { ...names, text: "not possible" };
  if (project.over !== undefined) return { ...names, text: `first run over ${project.over} s` };
  const { folder } = project;
  return {
    ...names,
    slow: scenario.slow === true,
    before: () => scenario.before?.(tool, folder),
    measure: () => measure({ argv: scenario.argv(tool), cwd: folder, environment: tool.environment?.(folder), limit }),
    check: (facts) => scenario.check?.(folder, facts),
  };
}

function firstRun(scenario, tool, { first, over }) {
  const names = { scenario, tool: tool.name, samples: [], cold: [] };
  if (over !== undefined) return { ...names, text: `over ${over} s` };
  return first === undefined ? { ...names, text: "not measured" } : { ...names, samples: [first] };
}

/** What Node itself costs. */
export const floorRow = (name, cwd) => ({
  scenario: name,
  tool: name,
  samples: [],
  cold: [],
  before: () => undefined,
  measure: () => measure({ argv: ["node", "-e", "0"], cwd }),
  check: () => undefined,
});

export function takeWarm(row, { rounds, slowRounds }) {
  const slow = row.slow || row.samples.some(({ wall }) => wall > slowFrom);
  if (row.samples.length >= (slow ? slowRounds : rounds) || isLong(row)) return;
  take(row, row.samples);
}

export function takeCold(row) {
  if (!isLong(row)) take(row, row.cold, dropFileCache);
}

const isLong = ({ measure, text, samples }) => measure === undefined || text !== undefined || samples.some(({ wall }) => wall > tooLong);

/** `ready` says no where the sample cannot be had. */
function take(row, samples, ready = () => true) {
  const facts = row.before();
  if (!ready()) return;
  const sample = row.measure();
  if (sample.over !== undefined) {
    row.text = `over ${sample.over} s`;
    return;
  }
  samples.push(sample);
  row.check(facts);
}

export function resultOf({ scenario, tool, text, samples, cold }) {
  if (text !== undefined) return { scenario, tool, text };
  const middle = (name) => median(samples.map((sample) => sample[name]));
  const coldWall = cold.length === 0 ? {} : { cold: median(cold.map(({ wall }) => wall)) };
  return { scenario, tool, rounds: samples.length, wall: middle("wall"), cpu: middle("cpu"), memory: middle("memory"), ...coldWall };
}
