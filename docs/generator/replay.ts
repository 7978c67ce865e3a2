import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Recipe } from "./recipe.ts";
import { repository } from "./repository.ts";

/** What was typed and printed, as a page shows it. */
export interface Transcript {
  readonly text: string;
  /** Of the last command. */
  readonly exitCode: number;
}

/** Writes a recipe's project into a folder of its own and types its commands there, with the `millrace` of dist/. */
export async function replayed({ files, commands }: Recipe): Promise<Transcript> {
  const place = realpathSync(mkdtempSync(join(tmpdir(), "millrace-docs-")));
  try {
    const project = join(place, "houses");
    mkdirSync(project);
    for (const [path, text] of Object.entries(files)) write(join(project, path), text);
    write(join(place, "bin", "millrace"), `#!/bin/sh\nexec "${process.execPath}" "${join(repository, "dist", "millrace.js")}" "$@"\n`);
    chmodSync(join(place, "bin", "millrace"), 0o755);
    write(join(place, ".gitconfig"), "[user]\nname = You\nemail = you@example.org\n[init]\ndefaultBranch = main\n");
    let text = "";
    let exitCode = 0;
    for (const command of commands) {
      const end = await typed(command, place);
      text += `$ ${command.trimEnd().replaceAll("\n", "\n> ")}\n${end.output}`;
      exitCode = end.exitCode;
    }
    return { text: steady(text, place), exitCode };
  } finally {
    rmSync(place, { recursive: true, force: true, maxRetries: 5 });
  }
}

function write(path: string, text: string): void {
  mkdirSync(path.endsWith("/") ? path : dirname(path), { recursive: true });
  if (!path.endsWith("/")) writeFileSync(path, text);
}

/** Of each commit, so that it has the same name everywhere. */
const day = "2026-01-01T09:00:00Z";

/** Milliseconds that a command may take. */
const patience = 30_000;

function typed(command: string, place: string): Promise<{ readonly output: string; readonly exitCode: number }> {
  return new Promise((resolve, reject) => {
    const path = [join(place, "bin"), dirname(process.execPath), process.env.PATH ?? ""].join(":");
    const child = spawn("sh", ["-c", `{ ${command}\n} 2>&1`], {
      cwd: join(place, "houses"),
      env: { PATH: path, HOME: place, LC_ALL: "C.UTF-8", GIT_AUTHOR_DATE: day, GIT_COMMITTER_DATE: day },
      stdio: ["ignore", "pipe", "inherit"],
      detached: true,
    });
    const limit = setTimeout(() => {
      reject(new Error(`after ${patience / 1000} s, this had not ended: ${command}`));
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    }, patience);
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (piece) => {
      output += piece;
    });
    child.on("error", reject);
    child.on("close", (exitCode) => {
      clearTimeout(limit);
      resolve({ output, exitCode: exitCode ?? -1 });
    });
  });
}

/** Without what differs from run to run: times, process ids, ports, names of runs, and where the project lies. */
const steady = (text: string, place: string): string =>
  text
    .replaceAll(join(place, "houses"), "/home/you/houses")
    .replaceAll(repository, "/home/you/millrace")
    .replace(/^(?!error|warning).* (?:ms|s)\b.*$/gm, timeless)
    .replace(/\b\d{8}T\d{9}Z-\d+\b/g, "20260101T090000000Z-4711")
    .replace(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, "2026-01-01T09:00:00Z")
    .replace(/\bprocess \d+/g, "process 4711")
    .replace(/(127\.0\.0\.1|localhost):\d+/g, "$1:8080")
    .replace(/[^\S\n]+$/gm, "");

/** Each time in a line is told as 10 ms, in the same column. */
const timeless = (line: string): string =>
  line.replace(/( {2,})?\b\d+(?:\.\d+)? (?:ms|s)\b/g, (time, blank?: string) =>
    blank === undefined ? "10 ms" : "10 ms".padStart(time.length),
  );
