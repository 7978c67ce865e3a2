import { join, resolve } from "node:path";
import { shellWord } from "../../diagnostics/command-line.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { GitProgram } from "../../history/revision/git-program.ts";
import { gitFailed } from "../../history/revision/repository.ts";
import type { Platform } from "../../platform/platform.ts";
import { failure, type Result, success } from "../../platform/result.ts";
import { writerToken } from "../../platform/writer-token.ts";

/** Another project at a commit: its tracked files, checked out where nobody else looks. */
export interface OtherProject {
  /** As the user gave it. */
  readonly repository: string;
  readonly commit: string;
  /** Absolute. */
  readonly folder: string;
  /** The working tree that it was cloned from, where that is on this machine: its store may be asked. */
  readonly local?: string;
  readonly close: () => void;
}

export interface OtherRequest {
  readonly platform: Platform;
  readonly repository: string;
  /** A branch, tag or commit; without it, its HEAD. */
  readonly revision: string | undefined;
  readonly signal: AbortSignal;
}

const lookAt = (repository: string): string =>
  `look at the address, and at what git says of it: \`git ls-remote ${shellWord(repository)}\``;

/** Milliseconds that git may take to bring a repository. */
const patience = 900_000;

/** Clones a project's repository for as long as it is looked at. Whoever opens it closes it. */
export async function openOther({ platform, repository, revision, signal }: OtherRequest): Promise<Result<OtherProject, Diagnostic>> {
  const { disk, environment } = platform;
  const given = resolve(environment.workingDirectory, repository);
  const local = /^[a-z][a-z0-9+.-]*:\/\//i.test(repository) ? undefined : disk.statTarget(given)?.type === "directory" ? given : undefined;
  const folder = join(environment.variables.TMPDIR ?? "/tmp", `millrace-other-${environment.processId}-${writerToken}-${opened++}`);
  disk.remove("scratch", folder);
  disk.makeDirectory("scratch", folder);
  const close = (): void => disk.remove("scratch", folder);
  const git = new GitProgram({ platform, folder });
  try {
    const cloned = await git.ask(["clone", "--quiet", "--no-checkout", "--", local ?? repository, folder], { limit: patience, signal });
    if (cloned.kind === "silent" || cloned.code !== 0)
      return failed({ ...gitFailed(cloned), message: `the repository ${repository} could not be read`, hint: lookAt(repository) });
    const commit = await commitOf(git, revision);
    if (commit === undefined) return failed(unknown(repository, revision));
    const out = await git.ask(["-c", "advice.detachedHead=false", "checkout", "--quiet", "--detach", commit], { limit: patience, signal });
    if (out.kind === "silent" || out.code !== 0) return failed(gitFailed(out));
    return success({ repository: local ?? repository, commit, folder, ...(local !== undefined && { local }), close });
  } catch (error) {
    close();
    throw error;
  } finally {
    await git.close();
  }

  function failed(diagnostic: Diagnostic): Result<never, Diagnostic> {
    close();
    return failure(diagnostic);
  }
}

let opened = 0;

/** What a clone calls `main` is `origin/main`. */
async function commitOf(git: GitProgram, revision: string | undefined): Promise<string | undefined> {
  for (const name of revision === undefined ? ["HEAD"] : [revision, `origin/${revision}`]) {
    const answer = await git.ask(["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`]);
    const commit = answer.kind === "answered" && answer.code === 0 ? answer.output.toString("utf8").trim() : "";
    if (/^[0-9a-f]{40,64}$/.test(commit)) return commit;
  }
  return undefined;
}

const unknown = (repository: string, revision: string | undefined): Diagnostic => ({
  code: "unknown-revision",
  severity: "error",
  message: revision === undefined ? `${repository} has no commit yet` : `${repository} has no commit \`${revision}\``,
  hint: revision === undefined ? "commit there first" : "--rev takes a branch, a tag, or the whole id of a commit",
});
