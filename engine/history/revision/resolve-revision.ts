import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { didYouMean } from "../../diagnostics/did-you-mean.ts";
import { failure, type Result, success } from "../../platform/result.ts";
import { gitFailed, type Repository, type Revision } from "./repository.ts";

/** The commit that a branch, a tag, an id or an expression such as `HEAD~2` means. */
export async function resolveRevision(repository: Repository, name: string): Promise<Result<Revision, Diagnostic>> {
  const answer = await repository.ask(["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`]);
  if (answer.kind === "silent") return failure(gitFailed(answer));
  const commit = answer.output.toString("utf8").trim();
  if (answer.code === 0 && /^[0-9a-f]{40,64}$/.test(commit)) return success({ name, commit });
  return failure(await unknown(repository, name));
}

/** Where two lines of work parted: what a pull request is compared with. */
export async function commonAncestor(
  repository: Repository,
  { from, to }: { readonly from: Revision; readonly to: Revision },
): Promise<Result<Revision, Diagnostic>> {
  const answer = await repository.ask(["merge-base", from.commit, to.commit]);
  if (answer.kind === "silent") return failure(gitFailed(answer));
  const commit = answer.output.toString("utf8").trim();
  if (answer.code === 0) return success({ name: `${from.name}...${to.name}`, commit });
  return failure({
    code: "unknown-revision",
    severity: "error",
    message: `\`${from.name}\` and \`${to.name}\` have no common commit`,
    ...(repository.isShallow ? shallow : { hint: `compare the two themselves: ${from.name}..${to.name}` }),
  });
}

async function unknown(repository: Repository, name: string): Promise<Diagnostic> {
  const error = { code: "unknown-revision", severity: "error", message: `git knows no commit \`${name}\`` } as const;
  const names = await repository.lines(["for-each-ref", "--format=%(refname:short)"]);
  if ((await repository.lines(["rev-parse", "--verify", "--quiet", "HEAD"])).length === 0) {
    return { ...error, why: "the repository has no commit yet", hint: "commit the pipeline with its lock first" };
  }
  if (repository.isShallow) return { ...error, ...shallow };
  const remote = names.find((known) => known.endsWith(`/${name}`));
  if (remote !== undefined) return { ...error, hint: `did you mean \`${remote}\`?` };
  const near = didYouMean(name, ["HEAD", ...names.filter((known) => known !== "")]);
  if (near !== undefined) return { ...error, hint: `did you mean \`${near}\`?` };
  const [, from, branch] = /^([^/~^]+)\/([^~^]+)/.exec(name) ?? [];
  const remotes = await repository.lines(["remote"]);
  if (from !== undefined && remotes.includes(from)) return { ...error, hint: `fetch it first: \`git fetch ${from} ${branch}\`` };
  return { ...error, why: "REF is a branch, a tag, the id of a commit, or an expression such as HEAD~2" };
}

const shallow = {
  why: "this is a shallow clone: only the latest commits were fetched",
  hint: "in GitHub Actions give actions/checkout `fetch-depth: 0`; elsewhere `git fetch --unshallow`",
} as const;
