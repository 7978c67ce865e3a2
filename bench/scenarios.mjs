// What is measured. A scenario makes a folder for each tool, and says what happens before each measurement and what must hold after.
import assert from "node:assert/strict";
import { cpSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { independentStages, wineStages, writeInputs } from "./graph.mjs";
import { measure } from "./measure.mjs";

const winePipeline = fileURLToPath(new URL("../pipelines/wine", import.meta.url));

const version = {
  name: "--version",
  slug: "version",
  prepare: () => ({}),
  argv: (tool) => tool.version,
};

function noOpOf(count) {
  const stages = independentStages(count);
  return {
    name: `no-op of ${count.toLocaleString("en")} stages`,
    slug: `no-op-${count}`,
    prepare: (tool, folder) => {
      writeInputs(folder, stages);
      tool.write(folder, stages);
      if (count > 300) tool.prime?.(folder, stages);
      const primed = existsSync(join(folder, stages[0].outputs[0])) ? timesOf(folder, stages) : undefined;
      measure({ argv: tool.run, cwd: folder });
      checkOutputs(folder, stages);
      const before = timesOf(folder, stages);
      if (primed !== undefined) assert.deepEqual(before, primed, "a tool that was primed has run its stages");
      return { before };
    },
    argv: (tool) => tool.run,
    check: (folder, { before }) => assert.deepEqual(timesOf(folder, stages), before, "a no-op has written an output"),
  };
}

function firstRunOf(count) {
  const stages = independentStages(count);
  return {
    name: `first run of ${count} stages`,
    slug: `first-${count}`,
    prepare: (tool, folder) => {
      writeInputs(folder, stages);
      tool.write(folder, stages);
      return {};
    },
    reset: (tool, folder) => {
      for (const path of [...tool.state, "output"]) rmSync(join(folder, path), { recursive: true, force: true });
      writeInputs(folder, stages);
    },
    argv: (tool) => tool.run,
    check: (folder) => checkOutputs(folder, stages),
    slow: true,
  };
}

/** One input of many is another at each measurement. */
function oneChangeOf(count) {
  const stages = independentStages(count);
  const [changed] = stages;
  let version = 0;
  return {
    name: `one change in ${count.toLocaleString("en")} stages`,
    slug: `change-${count}`,
    prepare: noOpOf(count).prepare,
    reset: (_tool, folder) => {
      version += 1;
      writeFileSync(join(folder, changed.inputs[0]), `changed ${version}\n`);
    },
    argv: (tool) => tool.run,
    check: (folder) => checkOutputs(folder, stages),
  };
}

/** Millrace runs the real pipeline; the others the same graph, whose commands are stand-ins that a no-op does not run. */
const wine = {
  name: "no-op of wine",
  slug: "wine",
  prepare: (tool, folder) => {
    if (tool.name === "Millrace") {
      cpSync(winePipeline, folder, { recursive: true, filter: (path) => !/\/(out|\.millrace|registry|pipeline\.lock\.json)$/.test(path) });
      measure({ argv: tool.run, cwd: folder });
      return {};
    }
    writeInputs(folder, wineStages);
    tool.write(folder, wineStages);
    measure({ argv: tool.run, cwd: folder });
    return { before: timesOf(folder, wineStages) };
  },
  argv: (tool) => tool.run,
  check: (folder, { before }) => before !== undefined && assert.deepEqual(timesOf(folder, wineStages), before),
};

export const scenarios = [version, wine, noOpOf(100), noOpOf(1000), oneChangeOf(1000), firstRunOf(300)];

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
