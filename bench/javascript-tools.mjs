// turbo and wireit, each in its quickest mode, tried beside the others it has: one package with a script a stage (turbo takes twice as
// long for a package a stage), in a git repository, whose index tells turbo what files hold.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { jobs, write } from "./graph.mjs";

/** Its own program instead of the Node wrapper around it; scripts are started by bun, since npm takes twenty times as long for each. */
export const turbo = ({ program, bun, bunVersion }) => ({
  name: "turbo",
  version: [program, "--version"],
  run: [program, "run", "all", `--concurrency=${jobs}`, "--output-logs=none"],
  environment: () => turboEnvironment(bun),
  write(folder, stages) {
    const scripts = Object.fromEntries(stages.map(({ name, command }) => [name, command]));
    const tasks = Object.fromEntries(
      withNeeds(stages).map(({ name, needs, sources, outputs }) => [name, { dependsOn: needs, inputs: sources, outputs }]),
    );
    writeTurboProject(folder, { scripts, bunVersion, tasks: { ...tasks, all: { dependsOn: Object.keys(tasks) } } });
  },
  state: [".turbo", "node_modules"],
});

export const turboEnvironment = (bun) => ({
  PATH: `${dirname(bun)}:${process.env.PATH}`,
  TURBO_TELEMETRY_DISABLED: "1",
  DO_NOT_TRACK: "1",
  TURBO_NO_UPDATE_NOTIFIER: "1",
});

export function writeTurboProject(folder, { scripts, tasks, bunVersion, ignored = ["output"] }) {
  writeJson(join(folder, "package.json"), { name: "bench", private: true, packageManager: `bun@${bunVersion}`, scripts });
  writeJson(join(folder, "turbo.json"), { tasks });
  write(join(folder, ".gitignore"), `${[...ignored, ".turbo", "node_modules"].join("\n")}\n`);
  for (const words of [
    ["init", "--quiet"],
    ["add", "--all"],
    [...author, "commit", "--quiet", "--message", "bench"],
  ])
    git(words, folder);
}

const author = ["-c", "user.name=bench", "-c", "user.email=bench@example.invalid"];

/** Started as `node --run` starts it, which Node has from 22 on: npm would add its own start to each row. */
export const wireit = ({ program, version }) => ({
  name: "wireit",
  versionText: version,
  run: ["node", program],
  environment: wireitEnvironment,
  write(folder, stages) {
    const scripts = Object.fromEntries(
      withNeeds(stages).map(({ name, command, needs, sources, outputs }) => [
        name,
        { command, dependencies: needs, files: sources, output: outputs, packageLocks: [] },
      ]),
    );
    writeWireitProject(folder, { ...scripts, all: { dependencies: Object.keys(scripts) } });
  },
  state: [".wireit"],
});

export const wireitEnvironment = (folder) => ({
  NODE_RUN_SCRIPT_NAME: "all",
  NODE_RUN_PACKAGE_JSON_PATH: join(folder, "package.json"),
  WIREIT_LOGGER: "quiet-ci",
  WIREIT_CACHE: "local",
  WIREIT_PARALLEL: jobs,
});

export function writeWireitProject(folder, wireit) {
  const scripts = Object.fromEntries(Object.keys(wireit).map((name) => [name, "wireit"]));
  writeJson(join(folder, "package.json"), { name: "bench", private: true, scripts, wireit });
}

/** The stages with the names of those they need, and those of their inputs that no stage makes. */
function withNeeds(stages) {
  const makers = new Map(stages.flatMap(({ name, outputs }) => outputs.map((output) => [output, name])));
  return stages.map((stage) => ({
    ...stage,
    needs: [...new Set(stage.inputs.flatMap((input) => makers.get(input) ?? []))],
    sources: stage.inputs.filter((input) => !makers.has(input)),
  }));
}

const writeJson = (path, value) => write(path, `${JSON.stringify(value, null, 1)}\n`);

function git(words, cwd) {
  const { status, stderr } = spawnSync("git", words, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${words.join(" ")}: ${stderr}`);
}
