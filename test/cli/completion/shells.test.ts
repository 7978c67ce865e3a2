import { spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { completionScript, type Shell } from "../../../engine/cli/completion/scripts.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const program = fileURLToPath(new URL("../../../dist/millrace.js", import.meta.url));

/** A script in a real shell, with `millrace` on its PATH, in a project with a stage `train` and a parameter `training.epochs`. */
function inShell(shell: Shell, script: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "millrace"), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
  chmodSync(join(folder, "millrace"), 0o755);
  writeFileSync(join(folder, "millrace.config.yaml"), "");
  const stage = "train: { run: 'date > ${{ out.model }}', out: { model: ./model.txt } }";
  writeFileSync(join(folder, "pipeline.yaml"), `params: { training: { epochs: 60 } }\nstages:\n  ${stage}\n`);
  writeFileSync(join(folder, "completion"), completionScript[shell]);
  const env = { PATH: `${folder}:${process.env.PATH}`, HOME: folder, TERM: "dumb" };
  const quiet = shell === "zsh" ? ["-f"] : shell === "bash" ? ["--norc"] : [];
  const { stdout, stderr } = spawnSync(shell, [...quiet, "-c", script], { cwd: folder, env, encoding: "utf8" });
  return stdout + stderr;
}

const isHere = (shell: Shell): boolean => spawnSync(shell, ["-c", "true"]).status === 0;
const titled = (shell: Shell): string => (isHere(shell) ? shell : `${shell}: skipped, it is not installed`);

test.skipIf(!isHere("bash")).each([
  ["millrace comp", ["millrace", "comp"], "completion"],
  ["millrace run tr", ["millrace", "run", "tr"], "train"],
  ["millrace run --set tr", ["millrace", "run", "--set", "tr"], "training.epochs="],
  ["millrace run --set=tr", ["millrace", "run", "--set", "=", "tr"], "training.epochs="],
  ["millrace run --params pip", ["millrace", "run", "--params", "pip"], "pipeline.yaml"],
])(`${titled("bash")}: %s`, (line, words, expected) => {
  const script = `. ./completion; COMP_LINE='${line}'; COMP_POINT=${line.length}; COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")})
COMP_CWORD=${words.length - 1}; _millrace; printf '%s\\n' "\${COMPREPLY[@]}"`;
  expect(inShell("bash", script)).toBe(`${expected}\n`);
});

test.skipIf(!isHere("fish"))(titled("fish"), () => {
  expect(inShell("fish", "source completion; complete -C 'millrace run --set tr'")).toBe("training.epochs=\tnow 60\n");
  expect(inShell("fish", "source completion; complete -C 'millrace run --params pip'")).toBe("pipeline.yaml\n");
});

test.skipIf(!isHere("zsh"))(`${titled("zsh")}: the script is understood`, () => {
  expect(inShell("zsh", "autoload -Uz compinit; compinit -u; . ./completion; echo $_comps[millrace]")).toBe("_millrace\n");
});
