import { spawn } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";
import { allBlocks, type Block, repository } from "./documents.ts";

const blocks = allBlocks().filter(({ example }) => example !== undefined);
const names = [...new Set(blocks.map(({ example }) => example ?? ""))];

test("there are examples to try", () => {
  expect([...names].sort()).toEqual(["caching", "data", "first", "keys", "library", "matrix", "own-kind", "resources", "tutorial", "wine"]);
});

/** Files are written, and every command is typed: what it prints is what the document says, but for times. */
describe.each(names)("the example %s", (name) => {
  test("does what the document says", async () => {
    const project = temporaryFolder();
    const programs = installed(project);
    if (name === "wine")
      cpSync(join(repository, "pipelines/wine"), join(project, "pipelines/wine"), { recursive: true, filter: isCommitted });
    for (const block of blocks.filter(({ example }) => example === name)) {
      if (block.language !== "console") write(join(project, block.note), block.text);
      else {
        const transcript = await replay({ block, project, programs });
        expect(comparable(transcript, name), `${block.document}:${block.line}`).toBe(comparable(block.text, name));
      }
    }
  });
});

/** What a run has left there is not part of the example. */
const isCommitted = (path: string): boolean => !/\/(?:out|reports|registry|\.millrace|pipeline\.lock\.json)$/.test(path);

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** The package beside the project, and `millrace` on the PATH. */
function installed(project: string): string {
  const programs = temporaryFolder();
  writeFileSync(join(programs, "millrace"), `#!/bin/sh\nexec "${process.execPath}" "${join(repository, "dist/millrace.js")}" "$@"\n`);
  chmodSync(join(programs, "millrace"), 0o755);
  writeFileSync(join(project, "millrace.config.yaml"), "");
  mkdirSync(join(project, "node_modules"));
  symlinkSync(repository, join(project, "node_modules", "millrace"));
  return programs;
}

interface Replay {
  readonly block: Block;
  readonly project: string;
  readonly programs: string;
}

async function replay({ block, project, programs }: Replay): Promise<string> {
  let transcript = "";
  for (const [, command = ""] of block.text.matchAll(/^\$ (.+)$/gm)) {
    transcript += `$ ${command}\n${await typed({ command, project, programs })}`;
  }
  return transcript;
}

/** What a command prints, on both streams. */
function typed({ command, project, programs }: Omit<Replay, "block"> & { readonly command: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    const { PATH = "", HOME } = process.env;
    const child = spawn("sh", ["-c", `{ ${command}\n} 2>&1`], {
      cwd: project,
      env: {
        PATH: `${programs}:${dirname(process.execPath)}:${PATH}`,
        HOME,
        ...Object.fromEntries(
          ["AUTHOR", "COMMITTER"].flatMap((who) => [
            [`GIT_${who}_NAME`, "A Reader"],
            [`GIT_${who}_EMAIL`, "reader@example.org"],
          ]),
        ),
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let text = "";
    child.stdout.on("data", (piece) => {
      text += piece;
    });
    child.on("error", reject);
    child.on("close", () => resolve(text));
  });
}

/** The wine model's figures are another test's matter; stages that run beside each other speak in any order. */
function comparable(text: string, example: string): string {
  const timeless = text.replace(/ +\d+(?:\.\d+)? (?:ms|s)\b/g, " TIME");
  if (example !== "wine" && example !== "tutorial") return timeless;
  const figureless = timeless
    .replace(/\b\d{8}T\d{9}Z-\d+\b/g, "RUN")
    .replace(/\b(?=[a-f]*\d)[0-9a-f]{6,12}\b/g, "DIGEST")
    .replace(/[-+]?\b\d+(?:\.\d+)?(?:e-\d+)?\b/g, "N")
    .replace(/DIGEST/g, "N")
    .replace(/ +/g, " ");
  return figureless.split("\n").sort().join("\n");
}
