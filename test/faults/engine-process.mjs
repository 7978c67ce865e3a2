// One run of a project's pipeline in a process of its own, by the built library:
//   node engine-process.mjs FOLDER EXECUTIONS [before|after N]
// With the last two it kills itself, as `kill -9` would, before or after its N-th write. Prints a line for each finished stage.
import { writeSync } from "node:fs";
import { join } from "node:path";
import { compile, loadPipeline, nodePlatform, run } from "../../dist/library.js";

const [folder, executions, moment, number] = process.argv.slice(2);
const platform = nodePlatform();
const die = () => process.kill(process.pid, "SIGKILL");

function killingDisk(disk) {
  const names = ["makeDirectory", "replace", "append", "copy", "rename", "link", "symlink", "setMode", "remove"];
  let writes = 0;
  const killing =
    (name) =>
    (...given) => {
      const at = writes++;
      if (moment === "before" && at === Number(number)) die();
      const value = disk[name](...given);
      if (moment === "after" && at === Number(number)) die();
      return value;
    };
  return { ...disk, ...Object.fromEntries(names.map((name) => [name, killing(name)])), writes: () => writes };
}

const disk = killingDisk(platform.disk);
const here = {
  ...platform,
  disk,
  environment: {
    ...platform.environment,
    workingDirectory: folder,
    variables: { ...platform.environment.variables, EXECUTIONS: executions },
  },
};
const loaded = await loadPipeline({ platform: here, file: join(folder, "pipeline.yaml"), paramFiles: [], settings: [] });
const compiled = await compile(loaded.pipeline, { platform: here, selection: [], only: false });
const summary = await run({
  plan: compiled.value.plan,
  platform: here,
  jobs: 2,
  mode: "update",
  keepGoing: false,
  wait: true,
  signal: new AbortController().signal,
  listeners: [(event) => event.type === "stage-finished" && writeSync(1, `${event.outcome} ${event.stage}\n`)],
  durations: new Map(),
});
writeSync(1, `writes ${disk.writes()}\n`);
process.exitCode = summary.exitCode;
