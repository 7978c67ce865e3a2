// The tools that are told of a graph of stages. Every tool gets two jobs; DVC runs one stage at a time.
import { spawnSync } from "node:child_process";
import { turbo, wireit } from "./javascript-tools.mjs";
import { make, millrace, ninja } from "./native-tools.mjs";
import { dvc, snakemake } from "./python-tools.mjs";

export const toolNames = ["Millrace", "turbo", "wireit", "make", "ninja", "DVC", "snakemake"];

/** The tools that are on this machine, in the order of their names above; `peers` as peersOf gives them. */
export function availableTools(peers) {
  const given = [
    ...(peers.turbo === undefined ? [] : [turbo(peers.turbo)]),
    ...(peers.wireit === undefined ? [] : [wireit(peers.wireit)]),
    make,
    ninja,
    ...(peers.dvc === undefined ? [] : [dvc(peers.dvc)]),
    ...(peers.snakemake === undefined ? [] : [snakemake(peers.snakemake)]),
  ];
  return [millrace, ...given.filter((tool) => versionOf(tool) !== undefined)];
}

/** `turbo 2.11.11`; undefined where the tool does not start. */
export function versionOf({ name, version, versionText }) {
  if (versionText !== undefined) return `${name} ${versionText}`;
  const [program, ...words] = version;
  const { status, stdout } = spawnSync(program, words, { encoding: "utf8", env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1" } });
  if (status !== 0) return undefined;
  return `${name} ${stdout
    .trim()
    .split("\n")[0]
    .replace(/^.*?(?=\d)/, "")}`;
}
