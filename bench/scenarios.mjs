// What is measured. A scenario has a project, made once for each tool, and says what happens before each measurement and what must
// hold after it. Scenarios that name one project take turns in it.
import assert from "node:assert/strict";
import { cpSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { independentStages, makeOutputFolders, wineStages, writeInputs } from "./graph.mjs";
import { measure } from "./measure.mjs";

const winePipeline = fileURLToPath(new URL("../pipelines/wine", import.meta.url));

/** Above so many stages DVC and snakemake take minutes for a first run. */
const primedAbove = 300;

/** From so many on, a no-op of theirs takes minutes, and is measured at once: its check tells whether the tool ran nothing. */
const once = 10_000;

const version = {
  name: "--version",
  slug: "version",
  project: { slug: "version", prepare: () => ({}) },
  argv: (tool) => tool.version,
};

/** Stages that have run; `first` is what that took, where the tool ran them itself. */
function projectOf(count, stages) {
  return {
    slug: `independent-${count}`,
    prepare(tool, folder, limit) {
      writeInputs(folder, stages);
      tool.write(folder, stages);
      const primed = count > primedAbove && tool.prime !== undefined;
      if (primed) tool.prime(folder, stages);
      if (primed && count >= once) return {};
      const before = primed ? timesOf(folder, stages) : undefined;
      const first = run(tool, folder, limit);
      if (first.over !== undefined) return first;
      checkOutputs(folder, stages);
      if (primed) assert.deepEqual(timesOf(folder, stages), before, "a tool that was primed has run its stages");
      return primed ? {} : { first };
    },
  };
}

function noOpOf(count) {
  const stages = independentStages(count);
  return {
    name: `no-op of ${named(count)}`,
    slug: `no-op-${count}`,
    project: projectOf(count, stages),
    before: (_tool, folder) => timesOf(folder, stages),
    argv: (tool) => tool.run,
    check: (folder, before) => assert.deepEqual(timesOf(folder, stages), before, "a no-op has written an output"),
    ...(count >= once ? { firstRun: `first run of ${named(count)}` } : {}),
  };
}

/** One input of many is another at each measurement. */
function oneChangeOf(count) {
  const stages = independentStages(count);
  const [changed] = stages;
  let version = 0;
  return {
    name: `one change in ${named(count)}`,
    slug: `change-${count}`,
    project: projectOf(count, stages),
    before: (_tool, folder) => {
      version += 1;
      writeFileSync(join(folder, changed.inputs[0]), `changed ${version}\n`);
    },
    argv: (tool) => tool.run,
    check: (folder) => checkOutputs(folder, stages),
  };
}

function firstRunOf(count) {
  const stages = independentStages(count);
  return {
    name: `first run of ${named(count)}`,
    slug: `first-${count}`,
    project: {
      slug: `first-${count}`,
      prepare(tool, folder) {
        writeInputs(folder, stages);
        tool.write(folder, stages);
        return {};
      },
    },
    before: (tool, folder) => {
      for (const path of [...tool.state, "output"]) rmSync(join(folder, path), { recursive: true, force: true });
      makeOutputFolders(folder, stages);
    },
    argv: (tool) => tool.run,
    check: (folder) => checkOutputs(folder, stages),
    slow: true,
  };
}

/** Millrace runs the real pipeline; the others the same graph, whose commands are stand-ins that a no-op does not run. */
const wine = {
  name: "no-op of wine",
  slug: "wine",
  project: {
    slug: "wine",
    prepare(tool, folder) {
      if (tool.name === "Millrace") {
        cpSync(winePipeline, folder, {
          recursive: true,
          filter: (path) => !/\/(out|\.millrace|registry|pipeline\.lock\.json)$/.test(path),
        });
      } else {
        writeInputs(folder, wineStages);
        tool.write(folder, wineStages);
      }
      run(tool, folder);
      return {};
    },
  },
  before: (tool, folder) => (tool.name === "Millrace" ? undefined : timesOf(folder, wineStages)),
  argv: (tool) => tool.run,
  check: (folder, before) => before !== undefined && assert.deepEqual(timesOf(folder, wineStages), before),
};

export const scenarios = [version, wine, noOpOf(1), noOpOf(100), noOpOf(1000), noOpOf(10_000), oneChangeOf(1000), firstRunOf(300)];

export function run(tool, folder, limit) {
  return measure({ argv: tool.run, cwd: folder, environment: tool.environment?.(folder), limit });
}

function named(count) {
  return count === 1 ? "1 stage" : `${count.toLocaleString("en")} stages`;
}

function timesOf(folder, stages) {
  return stages.flatMap(({ outputs }) => outputs.map((output) => statSync(join(folder, output)).mtimeMs));
}

function checkOutputs(folder, stages) {
  for (const { inputs, outputs } of stages) {
    const path = join(folder, outputs[0]);
    assert.ok(existsSync(path), `${outputs[0]} was not written`);
    assert.equal(readFileSync(path, "utf8"), readFileSync(join(folder, inputs[0]), "utf8"));
  }
}
