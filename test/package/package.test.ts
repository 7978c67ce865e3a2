import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkout } from "../copy-checkout.mjs";
import { command, install, link, pack } from "./installed-package.ts";
import { program, vineyard } from "./vineyard.ts";

let root: string;
let tarball: string;
let copy: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "millrace-package-"));
  ({ tarball, copy } = pack(root));
});
afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));

/** The user's project in an empty folder, with the package installed. */
function project(name: string): string {
  const folder = join(root, name);
  install(folder, tarball);
  for (const [file, text] of Object.entries(vineyard)) writeFileSync(join(folder, file), text);
  return folder;
}

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));

const published = [
  /^(?:package\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
  /^engine\/init\/hook\/(?:sitecustomize\.py|follow\.mjs)$/,
  /^engine\/init\/template\/(?:tabular|text|images|command|experiment)\/.+$/,
  /^schemas\/(?:(?:kinds|editor)\/)?[a-z-]+\.schema\.json$/,
  /^dist\/(?:millrace|library|stage-host|file-worker)\.js$/,
  /^dist\/chunks\/[\w.-]+\.js$/,
  /^dist\/types\/(?:engine|stages)\/.+\.d\.ts$/,
];

test("the tarball holds what is used and nothing else: no tests, no sources, no path of the machine that made it", () => {
  const folder = join(project("contents"), "node_modules", "millrace");
  const files = filesUnder(folder);
  expect(files.filter((file) => !published.some((pattern) => pattern.test(file)))).toEqual([]);
  expect(published.filter((pattern) => !files.some((file) => pattern.test(file)))).toEqual([]);
  const machine = [copy, checkout, `${homedir()}/`];
  const told = files.flatMap((file) => {
    // Here, and not in a clone, the packages are a link, and the bundler's comments name where it leads.
    const text = readFileSync(join(folder, file), "utf8").replaceAll(join(checkout.slice(1), "node_modules"), "node_modules");
    return machine.filter((path) => path.length > 1 && text.includes(path)).map((path) => `${file}: ${path}`);
  });
  expect(told).toEqual([]);
  // Grown with remotes, data and upkeep: a jump above this is something that should not be in it.
  expect(statSync(tarball).size).toBeLessThan(1_000_000);
});

describe("installed into an empty folder", () => {
  test("its command runs a pipeline of commands, built-in kinds and a kind of the user's own", { timeout: 120_000 }, async () => {
    const folder = project("command");
    const first = await command(folder, ["millrace", "run", "--json"]);
    expect(first.code, first.stderr).toBe(0);
    expect(outcomes(first.stdout)).toEqual({ pick: "ran", count: "ran", validate: "ran", split: "ran", weigh: "ran" });
    expect(readFileSync(join(folder, "count.txt"), "utf8")).toBe("8\n");
    const weights: { readonly rows: number; readonly sum: number } = JSON.parse(
      readFileSync(join(folder, "out/weigh/weights.json"), "utf8"),
    );
    expect(weights.rows).toBe(4);
    expect(weights.sum).toBeGreaterThan(600);
    const second = await command(folder, ["millrace", "run"]);
    expect({ code: second.code, said: second.stderr.replace(/, in [\d.]+ m?s/, "") }).toEqual({
      code: 0,
      said: "vineyard: nothing to do, 5 stages fresh\n",
    });
  });

  test("a program in strict TypeScript compiles against its types, and runs", { timeout: 120_000 }, async () => {
    const folder = project("library");
    const packages = join(folder, "node_modules");
    for (const name of ["typescript", "@types/node"]) link(name, packages);
    writeFileSync(join(packages, ".bin", "tsc"), '#!/bin/sh\nexec node node_modules/typescript/bin/tsc "$@"\n', { mode: 0o755 });
    writeFileSync(join(folder, "program.ts"), program);
    const options = ["--strict", "--skipLibCheck", "--target", "es2022", "--module", "nodenext", "--noUncheckedIndexedAccess"];
    expect(await command(folder, ["tsc", ...options, "--outDir", "compiled", "program.ts", "weigh.ts"])).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
    writeFileSync(join(packages, ".bin", "program"), '#!/bin/sh\nexec node compiled/program.js "$@"\n', { mode: 0o755 });
    const ran = await command(folder, ["program"]);
    expect(ran.stderr).toBe("");
    expect(JSON.parse(ran.stdout)).toEqual({
      states: ["stale", "undecided", "undecided", "undecided", "undecided"],
      ended: ["count ran", "pick ran", "split ran", "validate ran", "weigh ran"],
      exitCode: 0,
      never: "function",
    });
  });
});

function outcomes(events: string): Readonly<Record<string, string>> {
  const finished = events
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .filter(({ type }) => type === "stage-finished");
  return Object.fromEntries(finished.map(({ stage, outcome }) => [stage, outcome]));
}
