import { join, posix, relative, sep } from "node:path";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Platform } from "../../platform/platform.ts";
import { failure, type Result, success } from "../../platform/result.ts";
import { type GitAnswer, type GitLimits, GitProgram } from "./git-program.ts";

/** A commit, and how the user named it. */
export interface Revision {
  /** `main`, `HEAD~2`. */
  readonly name: string;
  /** Its full id. */
  readonly commit: string;
}

/** The git repository around a folder. What it holds is read from commits: nothing is checked out, nothing is written. */
export class Repository {
  readonly isShallow: boolean;
  /** The root of its working tree, absolute. */
  readonly top: string;
  readonly #git: GitProgram;
  readonly #folder: string;
  /** Of the folder, from the top of the repository: empty, or ending in `/`. */
  readonly #prefix: string;

  constructor(git: GitProgram, { folder, prefix, isShallow }: { folder: string; prefix: string; isShallow: boolean }) {
    this.#git = git;
    this.#folder = folder;
    this.#prefix = prefix;
    this.top = join(folder, relative(prefix, "") || ".");
    this.isShallow = isShallow;
  }

  /** The bytes of a file as it is in a commit; `undefined` where it is not in it. `path` is absolute; links are followed. */
  async read(commit: string, path: string): Promise<Result<Buffer | undefined, Diagnostic>> {
    return this.#readAt(commit, { path: posix.join(this.#prefix, relative(this.#folder, path).split(sep).join("/")), links: 0 });
  }

  /** Project files of a commit by the end of their names; paths from the top of the repository. */
  async filesEndingIn(ending: string, commit: string): Promise<readonly string[]> {
    const answer = await this.#git.ask(["ls-tree", "-r", "-z", "--full-tree", "--name-only", commit]);
    return linesOf(answer, "\0").filter((path) => path.endsWith(ending));
  }

  ask(words: readonly string[], limits?: GitLimits): Promise<GitAnswer> {
    return this.#git.ask(words, limits);
  }

  async lines(words: readonly string[]): Promise<readonly string[]> {
    return linesOf(await this.#git.ask(words), "\n");
  }

  async close(): Promise<void> {
    await this.#git.close();
  }

  async #readAt(
    commit: string,
    { path, links }: { readonly path: string; readonly links: number },
  ): Promise<Result<Buffer | undefined, Diagnostic>> {
    if (path.startsWith("../") || links > mostLinks) return success(undefined);
    const listed = await this.#git.ask(["ls-tree", "-z", "--full-tree", commit, "--", path]);
    if (listed.kind === "silent" || listed.code !== 0) return failure(gitFailed(listed));
    const member = /^(\d+) blob ([0-9a-f]+)\t/.exec(listed.output.toString("utf8"));
    if (member?.[2] === undefined) return success(undefined);
    const blob = await this.#git.ask(["cat-file", "blob", member[2]]);
    if (blob.kind === "silent" || blob.code !== 0) return failure(gitFailed(blob));
    if (member[1] !== "120000") return success(blob.output);
    return this.#readAt(commit, { path: posix.join(posix.dirname(path), blob.output.toString("utf8")), links: links + 1 });
  }
}

const mostLinks = 10;

/** The repository that `folder` (absolute) is in. Whoever opens it closes it. */
export async function openRepository(platform: Platform, folder: string): Promise<Result<Repository, Diagnostic>> {
  const git = new GitProgram({ platform, folder });
  const answer = await git.ask(["rev-parse", "--is-inside-work-tree", "--is-shallow-repository", "--show-prefix"]);
  const [inside, shallow, prefix = ""] = linesOf(answer, "\n");
  if (inside === "true") return success(new Repository(git, { folder, prefix, isShallow: shallow === "true" }));
  await git.close();
  return failure(
    answer.kind === "answered" && (answer.code === 0 || /not a git repository/.test(answer.complaint)) ? none : gitFailed(answer),
  );
}

const none: Diagnostic = {
  code: "no-repository",
  severity: "error",
  message: "this pipeline is in no git repository, so there is no commit to compare with",
  hint: "`git init`, and commit the pipeline with its lock",
};

/** git could not be asked, or refused for a reason of its own: its words are the best there are. */
export function gitFailed(answer: GitAnswer): Diagnostic {
  if (answer.kind === "silent") {
    const missing = answer.why.startsWith("there is no program");
    const hint = missing ? "install git, or put it on PATH" : "try again, or ask git itself: `git status`";
    return { code: "git-failed", severity: "error", message: "git could not be asked", why: answer.why, hint };
  }
  const owner = /safe\.directory/.test(answer.complaint);
  const why = /^fatal: (.*)/m.exec(answer.complaint)?.[1] ?? answer.complaint.split("\n")[0] ?? "";
  const hint = owner ? "in a container of a CI: `git config --global --add safe.directory '*'`" : "see what `git status` says";
  return { code: "git-failed", severity: "error", message: "git refused", why: why === "" ? `exit code ${answer.code}` : why, hint };
}

const linesOf = (answer: GitAnswer, separator: string): readonly string[] =>
  answer.kind === "answered" && answer.code === 0
    ? answer.output
        .toString("utf8")
        .replace(/[\n\0]$/, "")
        .split(separator)
    : [];
