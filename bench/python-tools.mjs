// DVC and snakemake. Neither can make the state of many stages in the time there is, so `prime` leaves what a first run leaves.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { jobs, write } from "./graph.mjs";

export const dvc = (program) => ({
  name: "DVC",
  version: [program, "--version"],
  run: [program, "repro"],
  environment: () => ({ DVC_NO_ANALYTICS: "true" }),
  write(folder, stages) {
    const body = stages.map(({ name, inputs, outputs, command }) =>
      [`  ${name}:`, `    cmd: ${command}`, `    deps: [${inputs.join(", ")}]`, `    outs: [${outputs.join(", ")}]`].join("\n"),
    );
    write(join(folder, "dvc.yaml"), `stages:\n${body.join("\n")}\n`);
    if (existsSync(join(folder, ".dvc"))) return;
    must([program, "init", "--no-scm", "--quiet"], folder);
    must([program, "config", "core.analytics", "false"], folder);
    must([program, "config", "core.check_update", "false"], folder);
  },
  state: ["dvc.lock", ".dvc/cache", ".dvc/tmp"],
  prime(folder, stages) {
    const body = stages.map(({ name, inputs, outputs, command }) => {
      const bytes = readFileSync(join(folder, inputs[0]));
      const md5 = createHash("md5").update(bytes).digest("hex");
      const object = join(folder, ".dvc/cache/files/md5", md5.slice(0, 2), md5.slice(2));
      mkdirSync(dirname(object), { recursive: true });
      copyFileSync(join(folder, inputs[0]), object);
      copyFileSync(join(folder, inputs[0]), join(folder, outputs[0]));
      const file = (path) => `    - path: ${path}\n      hash: md5\n      md5: ${md5}\n      size: ${bytes.length}\n`;
      return `  ${name}:\n    cmd: ${command}\n    deps:\n${file(inputs[0])}    outs:\n${file(outputs[0])}`;
    });
    write(join(folder, "dvc.lock"), `schema: '2.0'\nstages:\n${body.join("")}`);
  },
});

export const snakemake = (program) => ({
  name: "snakemake",
  version: [program, "--version"],
  run: [program, "--cores", jobs, "--quiet", "all"],
  write(folder, stages) {
    const quoted = (paths) => paths.map((path) => JSON.stringify(path)).join(", ");
    const all = `rule all:\n    input: ${quoted(stages.flatMap(({ outputs }) => outputs))}\n`;
    const rules = stages.map(
      ({ name, inputs, outputs, command }) =>
        `rule ${name.replaceAll("-", "_")}:\n    input: ${quoted(inputs)}\n    output: ${quoted(outputs)}\n    shell: ${JSON.stringify(command)}\n`,
    );
    write(join(folder, "Snakefile"), [all, ...rules].join("\n"));
  },
  state: [".snakemake"],
  prime(folder, stages) {
    for (const { inputs, outputs } of stages) copyFileSync(join(folder, inputs[0]), join(folder, outputs[0]));
  },
});

function must([program, ...words], cwd) {
  const { status, stderr } = spawnSync(program, words, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${words.join(" ")}: ${stderr}`);
}
