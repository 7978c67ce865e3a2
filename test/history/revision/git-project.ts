import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { renderLock } from "../../../engine/lock/lock-file.ts";
import type { LockRecord } from "../../../engine/lock/lock-record.ts";
import { asDigest, asStageId, type StageId } from "../../../engine/platform/identity.ts";
import { type CommandEnd, millrace } from "../../millrace.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

/** A pipeline whose stages have gates, so that it is known which way is better. */
export const houses = `name: houses
params:
  seed: 7
  training: { epochs: 60, rate: 1e-2 }
stages:
  evaluate:
    run: ./evaluate.sh > \${{ out.metrics }}
    in: { code: ./evaluate.sh }
    out: { metrics: { path: ./metrics.json, type: metrics } }
    gate: ["quality >= \${{ params.training.rate }}", cost < 10]
`;

export interface GitProjectOptions {
  /** Where the project stands in the repository. */
  readonly within?: string;
}

/** A project in a git repository of its own, in a temporary folder. */
export class GitProject {
  readonly top = temporaryFolder();
  readonly folder: string;

  constructor({ within = "." }: GitProjectOptions = {}) {
    this.folder = join(this.top, within);
    mkdirSync(this.folder, { recursive: true });
    git(this.top, "init", "--quiet", "--initial-branch=main");
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  remove(path: string): void {
    rmSync(join(this.folder, path));
  }

  /** The lock that a run with these metrics leaves, by stage. */
  lock(metrics: Readonly<Record<string, Readonly<Record<string, number>>>>, path = "pipeline.lock.json"): void {
    this.write(path, lockText(metrics));
  }

  commit(message: string): void {
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "--message", message);
  }

  git(...words: readonly string[]): string {
    return git(this.folder, ...words);
  }

  /** `millrace WORDS` in the project's folder; ids of commits, which differ from version to version, as COMMIT. */
  async millrace(...words: readonly string[]): Promise<CommandEnd> {
    return withoutIds(await millrace(this.folder, ...words));
  }
}

export function git(folder: string, ...words: readonly string[]): string {
  const author = { GIT_AUTHOR_NAME: "Ada", GIT_AUTHOR_EMAIL: "ada@example.com" };
  const committer = { GIT_COMMITTER_NAME: "Ada", GIT_COMMITTER_EMAIL: "ada@example.com" };
  const env = { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: "1", ...author, ...committer };
  return execFileSync("git", words, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], env });
}

export const withoutIds = ({ code, stdout, stderr }: CommandEnd): CommandEnd => ({
  code,
  stdout: stdout.replaceAll(/\b[0-9a-f]{40}\b/g, "COMMIT").replaceAll(/\([0-9a-f]{7}\)/g, "(COMMIT)"),
  stderr,
});

export const lockText = (metrics: Readonly<Record<string, Readonly<Record<string, number>>>>): string =>
  renderLock(new Map(Object.entries(metrics).map(([stage, values]) => [asStageId(stage), recordOf(values)])));

export const recordsOf = (metrics: Readonly<Record<string, Readonly<Record<string, number>>>>): ReadonlyMap<StageId, LockRecord> =>
  new Map(Object.entries(metrics).map(([stage, values]) => [asStageId(stage), recordOf(values)]));

const recordOf = (metrics: Readonly<Record<string, number>>): LockRecord => ({
  key: asDigest("0".repeat(64)),
  in: {},
  out: {},
  metrics,
});
