import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { readVersions } from "../../../../stages/shared/registry/read-versions.ts";
import { temporaryFolder } from "../../stage-context.ts";

interface Outcome {
  readonly letter: string;
  readonly version: string;
  readonly outcome: string;
}

/** Starts all, waits until each stands ready, lets them go together. */
async function race(script: string, root: string, registrars: readonly (readonly [letter: string, wanted: string])[]): Promise<Outcome[]> {
  const started = registrars.map(([letter, wanted]) =>
    spawn(process.execPath, [script, root, letter, wanted], { stdio: ["pipe", "pipe", "inherit"] }),
  );
  await Promise.all(started.map((child) => once(child.stdout, "data")));
  const answers = started.map(async (child) => JSON.parse(String((await once(child.stdout, "data"))[0])) as Outcome);
  for (const child of started) child.stdin.write("go\n");
  return Promise.all(answers);
}

test("registrars at once never share a number, and one model never gets two", { timeout: 120_000 }, async () => {
  const folder = temporaryFolder();
  const script = join(folder, "registrar.mjs");
  await build({
    entryPoints: [join(import.meta.dirname, "registrar.ts")],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: script,
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  for (let round = 0; round < 4; round++) {
    const root = join(folder, `project-${round}`);
    const outcomes = await race(script, root, [
      ["1", "next-minor"],
      ["1", "next-minor"],
      ["1", "next-patch"],
      ["2", "next-minor"],
      ["3", "next-patch"],
    ]);
    const { versions, damaged } = readVersions({ projectRoot: root, name: "wine" });
    expect(damaged).toEqual([]);
    expect(versions.map((version) => version.digest[0]).sort()).toEqual(["1", "2", "3"]);
    const byLetter = new Map(versions.map((version) => [version.digest[0], version.version]));
    expect(outcomes.map(({ letter, version }) => [letter, version])).toEqual(outcomes.map(({ letter }) => [letter, byLetter.get(letter)]));
  }
});
