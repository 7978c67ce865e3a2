import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { examineDisk, fileSystemFindings } from "../../engine/doctor/examine-disk.ts";
import { examineGit } from "../../engine/doctor/examine-git.ts";
import { examineNode } from "../../engine/doctor/examine-node.ts";
import { examinePools } from "../../engine/doctor/examine-pools.ts";
import { examinePrograms } from "../../engine/doctor/examine-programs.ts";
import type { Finding } from "../../engine/doctor/finding.ts";
import { type FileSystemFacts, fileSystemFacts } from "../../engine/platform/file-system.ts";
import { findInstallation } from "../../engine/platform/installation.ts";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import type { Platform } from "../../engine/platform/platform.ts";
import { doctorDocument, renderDoctor } from "../../engine/report/doctor.ts";
import { painter } from "../../engine/report/painter.ts";
import { millrace } from "../millrace.ts";
import { treeOf } from "../property/tree.ts";
import { temporaryFolder } from "../temporary-folder.ts";

function at(
  folder: string,
  environment: Partial<Platform["environment"]> = {},
): { readonly platform: Platform; readonly projectRoot: string } {
  const platform = nodePlatform();
  return {
    platform: { ...platform, environment: { ...platform.environment, workingDirectory: folder, ...environment } },
    projectRoot: folder,
  };
}

const withoutPrograms = { variables: { PATH: "/nowhere" } };

const ext4: FileSystemFacts = {
  kind: "ext4",
  remote: false,
  freeBytes: 76e9,
  totalBytes: 270e9,
  clones: true,
  hardLinks: true,
  executableBit: true,
  caseSensitive: true,
  fineTimes: true,
};

const told = (findings: readonly Finding[]): string => renderDoctor(findings, { paint: painter(false), columns: 80 });

describe("the file system", () => {
  test("one that can all is well", () => {
    expect(told(fileSystemFindings(ext4))).toMatchInlineSnapshot(`
      "ok  disk    ext4, 76.0 GB of 270.0 GB free
      ok  copies  copy-on-write: a result and its copy in the store take their space
                  once

      all is well
      "
    `);
  });

  test("one that can nothing, on another machine and full", () => {
    const poor = {
      ...ext4,
      kind: "nfs",
      remote: true,
      clones: false,
      hardLinks: false,
      executableBit: false,
      caseSensitive: false,
      fineTimes: false,
    };
    expect(
      told([
        ...fileSystemFindings(poor),
        ...fileSystemFindings({ ...ext4, freeBytes: 5e7 }),
        ...fileSystemFindings({ ...ext4, freeBytes: 5e8 }),
      ]),
    ).toMatchInlineSnapshot(`
      "note     disk            nfs, 76.0 GB of 270.0 GB free
                               files of another machine: slower, and a lock of another
                               host is waited for
                               hint: keep the project on a local disk where you can
      note     copies          whole copies
                               a result takes its space twice; btrfs, xfs and apfs
                               would share it
      bad      hard links      not supported
                               two runs in one project could not be kept apart
                               hint: keep the project on another file system
      warning  executable bit  not kept
                               keys made here differ from those made elsewhere
      note     case            A and a are one name
                               outputs may not differ in case alone
      note     times           whole seconds
                               files that have just changed are hashed again
      bad      disk            ext4, 0.1 GB of 270.0 GB free
                               results will not fit
                               hint: free some space
      ok       copies          copy-on-write: a result and its copy in the store take
                               their space once
      warning  disk            ext4, 0.5 GB of 270.0 GB free
                               the store keeps each result once more
                               hint: free some space
      ok       copies          copy-on-write: a result and its copy in the store take
                               their space once

      2 things must be mended before stages can run
      "
    `);
  });

  test("this one is told by what it does", () => {
    const folder = temporaryFolder();
    const facts = fileSystemFacts(folder);
    expect(facts).toMatchObject({ hardLinks: true, executableBit: true, caseSensitive: true });
    expect(treeOf(folder)).toEqual(treeOf(temporaryFolder()));
  });

  test("a folder that cannot be written is bad", () => {
    const folder = join(temporaryFolder(), "gone");
    expect(examineDisk(at(folder)).map(({ check, state }) => `${check}: ${state}`)).toEqual(["project: bad"]);
  });
});

describe("git", () => {
  const git = (folder: string, ...words: readonly string[]): void => {
    execFileSync("git", [...words], { cwd: folder, stdio: "ignore" });
  };

  test("is not there", async () => {
    expect(told(await examineGit(at(temporaryFolder(), withoutPrograms)))).toMatchInlineSnapshot(`
      "note  git  not installed
                 nothing is compared with earlier commits, and no model's card names
                 its commit

      stages can run; 1 note
      "
    `);
  });

  test("has no repository here", async () => {
    const folder = temporaryFolder();
    const [finding] = await examineGit(at(folder));
    expect(finding).toMatchObject({ check: "git", state: "note", hint: "git init, and commit pipeline and lock" });
  });

  test("would change the line ends of a lock, until an attribute says that it must not", async () => {
    const folder = temporaryFolder();
    git(folder, "init", "-q");
    git(folder, "config", "core.autocrlf", "true");
    const attributes = async (): Promise<string> =>
      (await examineGit(at(folder)))
        .slice(1)
        .map(({ state, found }) => `${state}: ${found}`)
        .join();
    expect(await attributes()).toBe("warning: none for pipeline.lock.json");
    git(folder, "config", "core.autocrlf", "input");
    expect(await attributes()).toBe("note: none for pipeline.lock.json");
    writeFileSync(join(folder, ".gitattributes"), "*.lock.json text eol=lf\n");
    expect(await attributes()).toBe("good: pipeline.lock.json keeps its line ends");
  });

  test("keeps this machine's state, which it must not", async () => {
    const folder = temporaryFolder();
    git(folder, "init", "-q");
    mkdirSync(join(folder, ".millrace"));
    writeFileSync(join(folder, ".millrace/state"), "");
    git(folder, "add", "-f", ".millrace/state");
    expect((await examineGit(at(folder))).at(-1)).toMatchObject({
      check: "git ignore",
      state: "warning",
      hint: "git rm -r --cached .millrace",
    });
  });
});

test("an old Node.js is bad, 20 is noted, 22 is good", () => {
  const state = (node: string) => examineNode(at("/", { node }).platform, findInstallation())[0]?.state;
  expect(["18.20.4", "20.18.0", "20.19.0", "22.1.0", "24.0.0"].map(state)).toEqual(["bad", "bad", "note", "good", "good"]);
});

test("programs that are not there are noted; without sh nothing runs", async () => {
  const findings = await examinePrograms(at(temporaryFolder(), withoutPrograms));
  expect(findings.map(({ check, state }) => `${check}: ${state}`)).toEqual(["sh: bad", "bash: note", "python3: note", "strace: note"]);
});

test("the whole, on this machine: each backend is tried, nothing stays behind, and programs can read it", async () => {
  const folder = temporaryFolder();
  const { code, stdout } = await millrace(folder, "doctor", "--json");
  const { findings } = JSON.parse(stdout) as { readonly findings: readonly Finding[] };
  expect(doctorDocument(findings)).toBe(stdout);
  const backend = (name: string) => findings.find(({ check }) => check === `backend ${name}`);
  expect(backend("wasm")?.state).toBe("good");
  expect(backend("cpu")).toEqual({ check: "backend cpu", state: "good", found: "works" });
  expect(backend("native-gpu")?.state).not.toBe("bad");
  expect(code).toBe(findings.some(({ state }) => state === "bad") ? 5 : 0);
  expect(treeOf(folder)).toEqual(treeOf(temporaryFolder()));
});

test("says what the pools hold, and who says so", async () => {
  const folder = temporaryFolder();
  const machine = { processors: 64, allowed: 16, limit: 4, memory: 64e9 };
  const container = at(folder, { processors: 4, memory: 8e9, variables: { HOME: folder, CUDA_VISIBLE_DEVICES: "1" } });
  expect(told(await examinePools(container, machine))).toMatchInlineSnapshot(`
    "ok  pool cpu     4, as its container may use the time of 4 of 64 processors
    ok  pool memory  8.0 GB, the limit of its container; the machine has 64 GB
    ok  pool gpu     those of CUDA_VISIBLE_DEVICES: 1

    all is well
    "
  `);
  writeFileSync(join(folder, "millrace.config.yaml"), 'pools: { cpu: 2, gpu: ["0", "1"], db: 1 }\n');
  const bare = at(folder, { processors: 16, memory: 64e9, variables: { HOME: folder } });
  expect(told(await examinePools(bare, { ...machine, limit: undefined }))).toMatchInlineSnapshot(`
    "ok  pool cpu     2, as configured
    ok  pool memory  64 GB, all memory of the machine
    ok  pool gpu     0, 1, as configured
    ok  pool db      1, as configured

    all is well
    "
  `);
});
