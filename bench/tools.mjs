// How each tool is told of a graph, run, and made to forget. Every tool gets two jobs; DVC runs one stage at a time.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { write } from "./graph.mjs";

const millraceFile = fileURLToPath(new URL("../dist/millrace.js", import.meta.url));
const jobs = "2";

const millrace = {
  name: "Millrace",
  version: ["node", millraceFile, "--version"],
  run: ["node", millraceFile, "run", "--jobs", jobs],
  write(folder, stages) {
    const body = stages.map(({ name, inputs, outputs }) =>
      [
        `  ${name}:`,
        `    run: cp \${{ in.source }} \${{ out.copy }}`,
        `    in: { source: ./${inputs[0]} }`,
        `    out: { copy: ./${outputs[0]} }`,
      ].join("\n"),
    );
    write(join(folder, "pipeline.yaml"), `name: independent\nstages:\n${body.join("\n")}\n`);
    write(join(folder, "millrace.config.yaml"), "{}\n");
  },
  state: [".millrace", "pipeline.lock.json", "out"],
};

const make = {
  name: "GNU make",
  version: ["make", "--version"],
  run: ["make", "-j", jobs],
  write(folder, stages) {
    const all = `all: ${stages.flatMap(({ outputs }) => outputs).join(" ")}\n`;
    const rules = stages.map(({ inputs, outputs, command }) => `${outputs.join(" ")} &: ${inputs.join(" ")}\n\t${command}\n`);
    write(join(folder, "Makefile"), `.PHONY: all\n${all}${rules.join("")}`);
  },
  state: [],
};

const ninja = {
  name: "ninja",
  version: ["ninja", "--version"],
  run: ["ninja", "-j", jobs],
  write(folder, stages) {
    const builds = stages.map(
      ({ inputs, outputs, command }) => `build ${outputs.join(" ")}: shell ${inputs.join(" ")}\n  line = ${command}\n`,
    );
    write(join(folder, "build.ninja"), `rule shell\n  command = $line\n${builds.join("")}`);
  },
  state: [".ninja_log", ".ninja_deps"],
};

const dvc = (program) => ({
  name: "DVC",
  version: [program, "--version"],
  run: [program, "repro"],
  write(folder, stages) {
    const body = stages.map(({ name, inputs, outputs, command }) =>
      [`  ${name}:`, `    cmd: ${command}`, `    deps: [${inputs.join(", ")}]`, `    outs: [${outputs.join(", ")}]`].join("\n"),
    );
    write(join(folder, "dvc.yaml"), `stages:\n${body.join("\n")}\n`);
    for (const argv of [
      ["init", "--no-scm", "--quiet"],
      ["config", "core.analytics", "false"],
      ["config", "core.check_update", "false"],
    ]) {
      if (argv[0] === "init" && existsSync(join(folder, ".dvc"))) continue;
      const { status, stderr } = spawnSync(program, argv, { cwd: folder, encoding: "utf8" });
      if (status !== 0) throw new Error(`dvc ${argv.join(" ")}: ${stderr}`);
    }
  },
  state: ["dvc.lock", ".dvc/cache", ".dvc/tmp"],
  /** Leaves what a run leaves, for stages that copy: DVC rewrites its whole lock after each stage, which for 1,000 takes many minutes. */
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

const snakemake = (program) => ({
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
});

/** The tools that are on this machine; DVC and snakemake are a file that is given, or what is installed into a folder of its own. */
export function availableTools({ dvcProgram, snakemakeProgram }) {
  const given = [
    ...(dvcProgram === undefined ? [] : [dvc(dvcProgram)]),
    ...(snakemakeProgram === undefined ? [] : [snakemake(snakemakeProgram)]),
  ];
  return [millrace, make, ninja, ...given].filter(({ version: [program, ...rest] }) => spawnSync(program, rest).status === 0);
}

export function versionOf({ version: [program, ...rest] }) {
  return spawnSync(program, rest, { encoding: "utf8" }).stdout.trim().split("\n")[0];
}

export const dvcVersion = "3.67.1";

export const installDvc = (version) => installPython({ name: "dvc", version });
export const installSnakemake = () => installPython({ name: "snakemake", version: "9.27.1" });

/** A program from PyPI, into a virtual environment that `remove` deletes. */
function installPython({ name, version }) {
  const folder = mkdtempSync(join(tmpdir(), `millrace-bench-${name}-`));
  for (const argv of [
    ["python3", "-m", "venv", folder],
    [join(folder, "bin/pip"), "install", "--quiet", `${name}==${version}`],
  ]) {
    const { status, stderr } = spawnSync(argv[0], argv.slice(1), { encoding: "utf8" });
    if (status !== 0) throw new Error(`${argv.join(" ")}: ${stderr}`);
  }
  return { program: join(folder, "bin", name), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
