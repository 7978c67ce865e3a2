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
  // Of a name that it merely does not know, `--quiet` lets it say nothing.
  if (/^fatal: /m.test(answer.complaint)) return failure(gitFailed(answer));
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
  const [, start = name, steps] = /^(.+?)([~^].*)$/.exec(name) ?? [];
  const [ancestors] = steps === undefined ? [] : await repository.lines(["rev-list", "--count", "--first-parent", start, "--"]);
  if (ancestors !== undefined)
    return { ...error, why: `${start} is the ${ancestors === "1" ? "first commit" : `commit number ${ancestors}`} of its line` };
  const elsewhere = names.find((known) => known.endsWith(`/${start}`));
  if (elsewhere !== undefined) return { ...error, hint: `did you mean \`${elsewhere}\`?` };
  const near = didYouMean(start, ["HEAD", ...names.filter((known) => known !== "" && !known.endsWith("/HEAD"))]);
  const fetch = await fetchHint(repository, start);
  const hint = [...(near === undefined ? [] : [`did you mean \`${near}\`?`]), ...(fetch === undefined ? [] : [fetch])].join(" Or ");
  if (hint !== "") return { ...error, hint };
  return { ...error, why: "REF is a branch, a tag, the id of a commit, or an expression such as HEAD~2" };
}

/** Of a branch of a remote that is known: it may be there, and not yet here. */
async function fetchHint(repository: Repository, name: string): Promise<string | undefined> {
  const [remote, ...branch] = name.split("/");
  if (remote === undefined || branch.length === 0 || !(await repository.lines(["remote"])).includes(remote)) return undefined;
  return `fetch it first: \`git fetch ${remote} ${branch.join("/")}\``;
}

const shallow = {
  why: "this is a shallow clone: only the latest commits were fetched",
  hint: "in GitHub Actions give actions/checkout `fetch-depth: 0`; elsewhere `git fetch --unshallow`",
} as const;
