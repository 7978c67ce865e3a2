// Millrace, and the tools that compare times of files.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { jobs, write } from "./graph.mjs";

const millraceFile = fileURLToPath(new URL("../dist/millrace.js", import.meta.url));

export const millrace = {
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

/** Without the rules and variables that it brings along: each would be tried for each file. */
export const make = {
  name: "make",
  version: ["make", "--version"],
  run: ["make", "-rR", "-j", jobs],
  write(folder, stages) {
    const all = `all: ${stages.flatMap(({ outputs }) => outputs).join(" ")}\n`;
    const rules = stages.map(({ inputs, outputs, command }) => `${outputs.join(" ")} &: ${inputs.join(" ")}\n\t${command}\n`);
    write(join(folder, "Makefile"), `.PHONY: all\n${all}${rules.join("")}`);
  },
  state: [],
};

export const ninja = {
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
