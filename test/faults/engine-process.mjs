// One run of a project's pipeline in a process of its own, by the built library:
//   node engine-process.mjs FOLDER EXECUTIONS [before|after|inside N]
// With the last two it kills itself, as `kill -9` would, before, after or in the middle of its N-th write. Prints a line for each finished stage.
import { appendFileSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { compile, loadPipeline, nodePlatform, run } from "../../dist/library.js";

const [folder, executions, moment, number] = process.argv.slice(2);
const platform = nodePlatform();
const die = () => process.kill(process.pid, "SIGKILL");

// What a write that was cut short leaves behind.
const half = {
  replace: (_point, path, bytes) => {
    const text = Buffer.from(bytes);
    writeFileSync(join(dirname(path), `.millrace-${process.pid}-0`), text.subarray(0, text.length / 2));
    die();
  },
  append: (_point, path, bytes) => {
    appendFileSync(path, bytes.slice(0, bytes.length / 2));
    die();
  },
  copy: (_point, from, to) => {
    const bytes = readFileSync(from);
    writeFileSync(to, bytes.subarray(0, bytes.length / 2));
    die();
  },
  copyAll: (point, [{ from, to }]) => half.copy(point, from, to),
  enterAll: (point, [{ path }], { folder }) => half.copy(point, path, join(folder, `entering-${process.pid}-0-0`)),
};

function killingDisk(disk) {
  const names = [
    "makeDirectory",
    "replace",
    "append",
    "copy",
    "copyAll",
    "enterAll",
    "tellTime",
    "touch",
    "rename",
    "link",
    "symlink",
    "setMode",
    "remove",
  ];
  let writes = 0;
  const killing =
    (name) =>
    (...given) => {
      const at = writes++;
      if (moment === "before" && at === Number(number)) die();
      if (moment === "inside" && at === Number(number)) half[name]?.(...given) ?? die();
      const value = disk[name](...given);
      if (moment !== "after" || at !== Number(number)) return value;
      return value instanceof Promise ? value.finally(die) : die();
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
