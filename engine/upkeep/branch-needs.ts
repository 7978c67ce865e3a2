import { relative, sep } from "node:path";
import type { StoreConfig } from "../config/config.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { gitFailed, openRepository, type Repository } from "../history/revision/repository.ts";
import { parseLock } from "../lock/lock-file.ts";
import type { Platform } from "../platform/platform.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { findGitFolder } from "../run/git-folder.ts";
import { committedKind } from "./committed-files.ts";
import { digestsIn, type Need, recordNeeds } from "./needs.ts";

export interface BranchRequest extends Pick<StoreConfig, "branches" | "tags"> {
  readonly platform: Platform;
  /** Absolute. */
  readonly project: string;
  readonly signal: AbortSignal;
}

/**
 * What the newest commits of the project's branches need, as its locks, pins and registry say there. Nothing where the project is in no
 * repository; a failure where git cannot be asked.
 */
export async function branchNeeds(request: BranchRequest): Promise<Result<readonly Need[], Diagnostic>> {
  const { platform, project, branches, tags } = request;
  const folders = [...referenceFolders[branches], ...(tags ? ["refs/tags"] : [])];
  if (folders.length === 0 || findGitFolder(platform.disk, project) === undefined) return success([]);
  const opened = await openRepository(platform, project);
  if (!opened.ok) return opened;
  const repository = opened.value;
  try {
    const tips = await tipsOf(repository, { folders, signal: request.signal });
    if (!tips.ok) return tips;
    const prefix = relative(repository.top, project).split(sep).join("/");
    const texts = new Map<string, string>();
    const needs: Need[] = [];
    for (const [commit, name] of tips.value) {
      const read = await needsAt(repository, { ...request, commit, name, prefix, texts });
      if (!read.ok) return read;
      needs.push(...read.value);
    }
    return success(needs);
  } finally {
    await repository.close();
  }
}

const referenceFolders: Readonly<Record<StoreConfig["branches"], readonly string[]>> = {
  none: [],
  local: ["refs/heads"],
  all: ["refs/heads", "refs/remotes"],
};

interface Asked {
  readonly folders: readonly string[];
  readonly signal: AbortSignal;
}

/** Names by commit: of several at one commit, the first, which is a local branch where there is one. */
async function tipsOf(repository: Repository, { folders, signal }: Asked): Promise<Result<ReadonlyMap<string, string>, Diagnostic>> {
  const answer = await repository.ask(["for-each-ref", "--format=%(objectname) %(*objectname) %(refname)", ...folders], { signal });
  if (answer.kind === "silent" || answer.code !== 0) return failure(gitFailed(answer));
  const tips = new Map<string, string>();
  for (const line of answer.output.toString("utf8").split("\n")) {
    const [, object, peeled, name] = /^([0-9a-f]+) ([0-9a-f]*) refs\/(?:heads|remotes|tags)\/(.+)$/.exec(line) ?? [];
    const commit = peeled === "" ? object : peeled;
    if (commit !== undefined && name !== undefined && !tips.has(commit)) tips.set(commit, name);
  }
  return success(tips);
}

interface Tip extends BranchRequest {
  readonly commit: string;
  readonly name: string;
  /** Of the project, from the repository's top; empty where it is that. */
  readonly prefix: string;
  /** Of blobs that were read: branches have most of them in common. */
  readonly texts: Map<string, string>;
}

async function needsAt(repository: Repository, tip: Tip): Promise<Result<readonly Need[], Diagnostic>> {
  const { commit, name, prefix, texts, project, signal } = tip;
  const within = prefix === "" ? [] : ["--", `${prefix}/`];
  const listed = await repository.ask(["ls-tree", "-r", "-z", "--full-tree", commit, ...within], { signal });
  // A tag may be of something that is no commit.
  if (listed.kind === "answered" && /not a tree object/.test(listed.complaint)) return success([]);
  if (listed.kind === "silent" || listed.code !== 0) return failure(gitFailed(listed));
  const needs: Need[] = [];
  for (const line of listed.output.toString("utf8").split("\0")) {
    const [, blob, fullPath = ""] = /^100\d+ blob ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
    const path = fullPath.slice(prefix === "" ? 0 : prefix.length + 1);
    const kind = blob === undefined ? undefined : committedKind(path);
    if (blob === undefined || kind === undefined) continue;
    const text = texts.get(blob) ?? (await textOf(repository, { blob, signal }));
    if (typeof text !== "string") return failure(text);
    texts.set(blob, text);
    const found = { project, kind: "branch", source: name, path } as const;
    if (kind === "lock") needs.push(...recordNeeds(parseLock(text), found));
    else needs.push({ ...found, holds: digestsIn(text), keys: [] });
  }
  return success(needs);
}

async function textOf(
  repository: Repository,
  { blob, signal }: { readonly blob: string; readonly signal: AbortSignal },
): Promise<string | Diagnostic> {
  const answer = await repository.ask(["cat-file", "blob", blob], { signal });
  return answer.kind === "answered" && answer.code === 0 ? answer.output.toString("utf8") : gitFailed(answer);
}
