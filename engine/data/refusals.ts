import { basename, join } from "node:path";
import { shellWord } from "../diagnostics/command-line.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean } from "../diagnostics/did-you-mean.ts";
import { GitProgram } from "../history/revision/git-program.ts";
import { byteCount } from "../key/byte-count.ts";
import { findPins } from "../lock/find-pins.ts";
import { Ledger } from "../lock/ledger.ts";
import { isPinText, pinFileOf, pinSuffix } from "../lock/pin-file.ts";
import { fileSystemFacts } from "../platform/file-system.ts";
import { freeBytes } from "../platform/free-bytes.ts";
import type { ProjectPath } from "../platform/identity.ts";
import { declaredOutputs } from "./declared-outputs.ts";
import type { ProjectData } from "./project-data.ts";
import { type Survey, survey } from "./survey.ts";

interface Candidate {
  readonly path: ProjectPath;
  /** Absolute. */
  readonly there: string;
}

/** Why a path of the project cannot be recorded as data; `undefined` where it can, with what is there. */
export async function refusalOf(data: ProjectData, path: ProjectPath): Promise<Diagnostic | Survey> {
  const candidate = { path, there: join(data.projectRoot, path) };
  const place = refusedPlace(data, candidate) ?? refusedName(data, path) ?? refusedPins(data, candidate);
  if (place !== undefined) return place;
  const found = await survey(data.platform.disk, { path: candidate.there, exclude: data.exclude(path) });
  const refused = refusedContent(found, path) ?? (await refusedAsOutput(data, path)) ?? (await refusedAsTracked(data, path));
  return refused ?? noSpace(data, { ...candidate, found }) ?? found;
}

/** The same of a path that something is to be brought to. */
export async function refusalOfTarget(data: ProjectData, path: ProjectPath): Promise<Diagnostic | undefined> {
  const candidate = { path, there: join(data.projectRoot, path) };
  if (isOwn(path)) return refusal(`${path} is no place for data`, { hint: "name a path below the project" });
  return (
    refusedName(data, path) ?? refusedPins(data, candidate) ?? (await refusedAsOutput(data, path)) ?? (await refusedAsTracked(data, path))
  );
}

const isOwn = (path: ProjectPath): boolean => path === "." || /^\.(git|millrace)(\/|$)/.test(path) || path.endsWith(pinSuffix);

function refusedPlace({ platform: { disk }, projectRoot }: ProjectData, { path, there }: Candidate): Diagnostic | undefined {
  if (path === "." || path === ".git" || path.startsWith(".git/") || path === ".millrace" || path.startsWith(".millrace/")) {
    return refusal(`${path === "." ? "the project itself" : path} is no data`, { hint: "name the folder or file that holds the data" });
  }
  if (path.endsWith(pinSuffix))
    return refusal(`${path} is a pin itself`, { hint: `name the data: \`millrace add ${shellWord(path.slice(0, -pinSuffix.length))}\`` });
  const stat = disk.stat(there);
  if (stat === undefined) return absent(disk, { path, there });
  if (stat.type === "link") {
    return refusal(`${path} is a symbolic link`, {
      why: "git keeps links; what is behind one may be changed by others",
      hint: "copy the data into the project, or add the folder that the link leads to",
    });
  }
  if (stat.type === "other") return refusal(`${path} is neither a file nor a folder`, {});
  const real = disk.realPath(there);
  const root = disk.realPath(projectRoot) ?? projectRoot;
  if (real !== join(root, path))
    return refusal(`${path} is reached by a symbolic link`, { why: `it really is ${real}`, hint: "name it where it really is" });
  return undefined;
}

/** Whether a file that is no pin has the name that the pin of `path` would have. */
export function foreignPin(
  disk: ProjectData["platform"]["disk"],
  { projectRoot, path }: { readonly projectRoot: string; readonly path: ProjectPath },
): boolean {
  const file = join(projectRoot, pinFileOf(path));
  const type = disk.statTarget(file)?.type;
  return type === "file" ? !isPinText(disk.read(file).toString("utf8")) : type !== undefined;
}

function refusedName({ platform: { disk }, projectRoot }: ProjectData, path: ProjectPath): Diagnostic | undefined {
  if (!foreignPin(disk, { projectRoot, path })) return undefined;
  return refusal(`${pinFileOf(path)} is there already, and is no pin of Millrace's`, {
    why: `what ${path} is would be written over it`,
    hint: "give one of the two another name",
  });
}

function absent(disk: ProjectData["platform"]["disk"], { path, there }: Candidate): Diagnostic {
  if (disk.stat(there + pinSuffix) !== undefined) {
    return refusal(`${path} is not here`, {
      why: `${pinFileOf(path)} says what it is`,
      hint: `bring it: \`millrace checkout ${shellWord(path)}\``,
    });
  }
  const folder = join(there, "..");
  const names = disk.statTarget(folder)?.type === "directory" ? disk.list(folder).map(({ name }) => name) : [];
  const near = didYouMean(basename(path), names.sort());
  return refusal(`there is no ${path}`, {
    hint: near === undefined ? "name a file or folder that is there" : `did you mean ${join(path, "..", near)}?`,
  });
}

function refusedPins({ platform: { disk }, pins }: ProjectData, { path, there }: Candidate): Diagnostic | undefined {
  const slash = path.lastIndexOf("/");
  const above = slash < 0 ? undefined : pins.around(path.slice(0, slash) as ProjectPath);
  if (above?.ok === false) return above.failure;
  if (above?.value !== undefined) {
    const outer = above.value.path;
    return refusal(`${path} belongs to ${outer}, which is pinned as a whole`, {
      hint: `record the whole: \`millrace add ${shellWord(outer)}\``,
    });
  }
  if (disk.stat(there)?.type !== "directory") return undefined;
  const inner = findPins(disk, there).pins[0]?.path;
  if (inner === undefined) return undefined;
  return refusal(`${path} holds ${path}/${inner}, which is pinned by itself`, {
    why: "two pins would say what the same bytes are",
    hint: `\`millrace remove ${shellWord(join(path, inner))}\` first, then add ${path} as a whole`,
  });
}

function refusedContent({ strayLink, repository }: Survey, path: ProjectPath): Diagnostic | undefined {
  if (repository !== undefined) {
    return refusal(`${path} holds ${repository}`, { why: "a repository has a history of its own", hint: "add the folders of data in it" });
  }
  if (strayLink === undefined) return undefined;
  return refusal(`${path}/${strayLink} is a link that leads out of ${path}`, {
    why: "elsewhere nothing would be behind it",
    hint: "copy what it leads to, or leave it out: a line in .millraceignore",
  });
}

/** Whatever a stage makes is in the lock and the store by itself. */
async function refusedAsOutput({ platform, projectRoot }: ProjectData, path: ProjectPath): Promise<Diagnostic | undefined> {
  const ledger = new Ledger({ disk: platform.disk, file: join(projectRoot, ".millrace", "state", "ledger.jsonl") });
  const made = [
    ...(await declaredOutputs(platform, { projectRoot, path })),
    ...ledger.owners().flatMap((owner) => ledger.of(owner).map((owned) => ({ path: owned.path, stage: String(owned.stage) }))),
  ];
  const overlap = made.find((output) => output.path === path || output.path.startsWith(`${path}/`) || path.startsWith(`${output.path}/`));
  if (overlap === undefined) return undefined;
  return refusal(`${path} is what stage ${overlap.stage} makes${overlap.path === path ? "" : `, or holds it: ${overlap.path}`}`, {
    why: "a stage's output is versioned by the lock, and kept in the store, without a pin",
    hint: "`millrace push` shares it; to record a copy, copy it to another path first",
  });
}

async function refusedAsTracked({ platform, projectRoot }: ProjectData, path: ProjectPath): Promise<Diagnostic | undefined> {
  const git = new GitProgram({ platform, folder: projectRoot });
  try {
    const answer = await git.ask(["ls-files", "-z", "--", path]);
    const tracked = answer.kind === "answered" && answer.code === 0 ? answer.output.toString("utf8").split("\0").filter(Boolean) : [];
    const [first] = tracked;
    if (first === undefined) return undefined;
    return refusal(`git keeps ${first === path ? path : `${tracked.length} files of ${path}`} already`, {
      why: "data is kept by git or by Millrace, not by both",
      hint: `take it out of git, not off the disk: \`git rm -r --cached ${shellWord(path)}\`, then add it`,
    });
  } finally {
    await git.close();
  }
}

/** Copies that share their bytes need no space. */
function noSpace(
  { platform: { disk }, config }: ProjectData,
  { path, there, found }: Candidate & { readonly found: Survey },
): Diagnostic | undefined {
  let folder = config.store.folder;
  while (disk.statTarget(folder) === undefined) folder = join(folder, "..");
  const free = freeBytes(folder);
  if (free === undefined || found.size < free) return undefined;
  const facts = fileSystemFacts(folder);
  if ("clones" in facts && facts.clones && disk.statTarget(folder)?.device === disk.stat(there)?.device) return undefined;
  return {
    code: "disk-failed",
    severity: "error",
    message: `${path} has ${byteCount(found.size)}, and the disk of the store has ${byteCount(free)} left`,
    why: "the store keeps a copy of its own, so that no version is lost",
    hint: "free space with `millrace gc`, or put the store on another disk: `cache: { folder: … }` in millrace.config.yaml",
  };
}

export const refusal = (message: string, parts: Pick<Diagnostic, "why" | "hint">): Diagnostic => ({
  code: "add-refused",
  severity: "error",
  message,
  ...parts,
});
