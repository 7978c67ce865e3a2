// The peers that no system package brings, in exact versions, each in a folder of its own below node_modules/.cache: installed once,
// by --install-peers, and used by every bench from then on.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const dvcVersion = "3.67.1";
const snakemakeVersion = "9.27.1";
const turboVersion = "2.11.11";
const wireitVersion = "0.14.13";
const bunVersion = "1.4.5";

const cache = fileURLToPath(new URL("../node_modules/.cache/millrace-bench/", import.meta.url));

export const peerOptions = {
  dvc: { type: "string" },
  snakemake: { type: "string" },
  "install-peers": { type: "boolean", default: false },
};

/** What is here of `{ dvc, snakemake, turbo, wireit }`; the first two may be files that the options name. */
export function peersOf(options) {
  const packages = { turbo: turboVersion, wireit: wireitVersion, bun: bunVersion };
  const javascript = join(cache, Object.entries(packages).flat().join("-"));
  const python = (name, version) => ({ file: options[name] ?? join(cache, `${name}-${version}/bin/${name}`), name, version });
  const [dvc, snakemake] = [python("dvc", dvcVersion), python("snakemake", snakemakeVersion)];
  if (options["install-peers"]) {
    for (const peer of [dvc, snakemake]) if (!existsSync(peer.file)) installPython(peer);
    if (!existsSync(javascript)) installJavascript(javascript, packages);
  }
  const program = (path) => join(javascript, "node_modules", path);
  const native = process.arch === "arm64" ? "linux-arm64" : "linux-64";
  const files = { turbo: program(`@turbo/${native}/bin/turbo`), bun: program(".bin/bun"), wireit: program("wireit/bin/wireit.js") };
  return {
    ...(existsSync(dvc.file) ? { dvc: dvc.file } : {}),
    ...(existsSync(snakemake.file) ? { snakemake: snakemake.file } : {}),
    ...(existsSync(files.turbo) && existsSync(files.bun) ? { turbo: { program: files.turbo, bun: files.bun, bunVersion } } : {}),
    ...(existsSync(files.wireit) ? { wireit: { program: files.wireit, version: wireitVersion } } : {}),
  };
}

function installPython({ name, version, file }) {
  const folder = dirname(dirname(file));
  must(["python3", "-m", "venv", folder]);
  must([join(folder, "bin/pip"), "install", "--quiet", `${name}==${version}`]);
}

function installJavascript(folder, packages) {
  mkdirSync(folder, { recursive: true });
  const wanted = Object.entries(packages).map(([name, version]) => `${name}@${version}`);
  must(["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--silent", ...wanted]);
  must([join(folder, "node_modules/.bin/bun"), "--version"]);
}

function must([program, ...words]) {
  const { status, stderr } = spawnSync(program, words, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${words.join(" ")}: ${stderr}`);
}
