import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import type { Peer } from "./set-up.ts";

const requirements = join(import.meta.dirname, "requirements.txt");

/** A virtual environment with what requirements.txt names; the stamp is written last, so that half an installation is made anew. */
export async function installPython(cache: string): Promise<Peer> {
  const folder = join(cache, "python");
  const stamp = join(folder, "installed.txt");
  const python = join(folder, "bin/python");
  const wanted = readFileSync(requirements, "utf8");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return { path: python };
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  const steps = [
    ["python3", ["-m", "venv", folder]],
    [python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", requirements]],
  ] as const;
  for (const [program, words] of steps) {
    console.log(`${program} ${words.join(" ")}`);
    const { failed, stderr, shortMessage } = await execa(program, words, { reject: false });
    if (failed) return { missing: `${shortMessage}\n${stderr}` };
  }
  writeFileSync(stamp, wanted);
  return { path: python };
}
