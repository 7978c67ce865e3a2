import { join } from "node:path";
import { shellWord } from "../diagnostics/command-line.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { readContent } from "../key/content.ts";
import { type Entry, parseEntry, sameEntry } from "../key/entry.ts";
import type { Pin } from "../lock/pin.ts";
import type { ProjectPath } from "../platform/identity.ts";
import { partialMarker } from "../platform/partial-marker.ts";
import { failure, type Result, success } from "../platform/result.ts";
import { storedTree } from "../store/tree-members.ts";
import { absolute, type Workspace } from "./workspace.ts";

/** Where the content of a path of the project is known from. */
export type PinnedInput =
  /** From what stands there, if anything does. `pin` is of the path itself. */
  | { readonly kind: "here"; readonly pin?: Pin }
  /** From the pin: not all of its bytes are here. */
  | { readonly kind: "away"; readonly pin: Pin; readonly entry: Entry };

type DataWorkspace = Pick<Workspace, "reader" | "store" | "remote" | "pins" | "exclude" | "projectRoot">;

/**
 * What stands in the workspace counts, edited or not. Where nothing does, the pin says what the content is. A folder of which only
 * some files were brought is never taken for the whole: its marker stands in it until it is.
 */
export async function pinnedInput(workspace: DataWorkspace, path: ProjectPath): Promise<Result<PinnedInput, Diagnostic>> {
  const found = workspace.pins.around(path);
  if (!found.ok) return found;
  const pin = found.value;
  if (pin === undefined) return unpinned(workspace, path);
  if (!isAway(workspace, pin.path)) return success({ kind: "here", ...(pin.path === path && { pin }) });
  if (pin.path === path) return awayUnlessThere(workspace, { pin, path, entry: pin.entry });
  if (pin.entry.shape !== "directory") return success({ kind: "here" });
  const member = await pinnedMember(workspace, { pin, path });
  if (!member.ok) return member;
  if (member.value === undefined) return success({ kind: "here" });
  return awayUnlessThere(workspace, { pin, path, entry: member.value });
}

/** Nothing stands at a pinned path, or only some of its files do. */
export function isAway({ reader: { disk }, projectRoot }: Pick<DataWorkspace, "reader" | "projectRoot">, pinned: ProjectPath): boolean {
  const top = join(projectRoot, pinned);
  return disk.statTarget(top) === undefined || disk.stat(join(top, partialMarker)) !== undefined;
}

/** A folder that holds pins is not whole before what they name is here. */
function unpinned(workspace: DataWorkspace, path: ProjectPath): Result<PinnedInput, Diagnostic> {
  const { disk } = workspace.reader;
  const folder = absolute(workspace, path);
  if (disk.statTarget(folder)?.type !== "directory") return success({ kind: "here" });
  const { pins, diagnostics } = workspace.pins.below(folder);
  const [damaged] = diagnostics;
  if (damaged !== undefined) return failure(damaged);
  const away = pins.find((pin) => isAway({ reader: workspace.reader, projectRoot: folder }, pin.path));
  return away === undefined ? success({ kind: "here" }) : failure(notWhole(path, away));
}

interface Wanted {
  readonly pin: Pin;
  readonly path: ProjectPath;
  readonly entry: Entry;
}

async function awayUnlessThere(workspace: DataWorkspace, { pin, path, entry }: Wanted): Promise<Result<PinnedInput, Diagnostic>> {
  const stat = workspace.reader.disk.statTarget(absolute(workspace, path));
  if (stat === undefined) return success({ kind: "away", pin, entry });
  if (entry.shape !== "directory" || stat.type !== "directory") return success({ kind: "here" });
  const stray = await strayIn(workspace, { folder: absolute(workspace, path), entry, name: "", path, pin });
  if (!stray.ok) return stray;
  return stray.value === undefined ? success({ kind: "away", pin, entry }) : failure(partlyEdited(pin, `${path}/${stray.value}`));
}

interface Part {
  /** Absolute. */
  readonly folder: string;
  readonly entry: Entry;
  /** Relative to the folder that was asked about, `""` for itself. */
  readonly name: string;
  readonly path: ProjectPath;
  readonly pin: Pin;
}

/** What stands in a folder and is not as its listing says. */
async function strayIn(
  workspace: DataWorkspace,
  { folder, entry, name, path, pin }: Part,
): Promise<Result<string | undefined, Diagnostic>> {
  const tree = await listing(workspace, entry);
  if (tree === undefined) return failure(listingAbsent(pin, workspace.remote !== undefined));
  const exclude = workspace.exclude(path);
  for (const member of workspace.reader.disk.list(folder)) {
    const memberName = name === "" ? member.name : `${name}/${member.name}`;
    if (exclude(memberName, member.type === "directory")) continue;
    const wanted = Object.hasOwn(tree, member.name) ? parseEntry(tree[member.name] ?? "") : undefined;
    if (wanted === undefined) return success(memberName);
    const there = join(folder, member.name);
    if (wanted.shape === "directory" && member.type === "directory") {
      const stray = await strayIn(workspace, { folder: there, entry: wanted, name: memberName, path, pin });
      if (!stray.ok || stray.value !== undefined) return stray;
      continue;
    }
    const content = await readContent(workspace.reader, { path: there });
    if (content === undefined || !sameEntry(content, wanted)) return success(memberName);
  }
  return success(undefined);
}

/** What a pinned folder has at a path in it; `undefined` where nothing. Brings listings alone. */
export async function pinnedMember(
  workspace: DataWorkspace,
  { pin, path }: { readonly pin: Pin; readonly path: ProjectPath },
): Promise<Result<Entry | undefined, Diagnostic>> {
  let entry = pin.entry;
  // Also where its listing is here: what it names may have to come from the packs of the folder.
  if (entry.shape === "directory") await workspace.remote?.bringTree(entry.digest);
  for (const name of path.slice(pin.path.length + 1).split("/")) {
    if (entry.shape !== "directory") return success(undefined);
    const tree = await listing(workspace, entry);
    if (tree === undefined) return failure(listingAbsent(pin, workspace.remote !== undefined));
    const text = Object.hasOwn(tree, name) ? tree[name] : undefined;
    if (text === undefined) return success(undefined);
    const member = parseEntry(text);
    if (member === undefined) return failure(isLink(path, pin));
    entry = member;
  }
  return success(entry);
}

async function listing({ store, remote }: DataWorkspace, { digest }: Entry): Promise<ReturnType<typeof storedTree>> {
  const tree = storedTree(store, digest);
  if (tree !== undefined || remote === undefined) return tree;
  return (await remote.bringTree(digest)) ? storedTree(store, digest) : undefined;
}

export const dataAbsent = (pin: Pin, remote: boolean): Diagnostic => ({
  code: "data-absent",
  severity: "error",
  message: `the bytes that ${pin.path}.pin names are not on this machine${remote ? ", and could not be fetched" : ""}`,
  why: remote
    ? "neither the workspace nor the store has them, and the remote did not give them"
    : "neither the workspace nor the store has them, and no remote is configured",
  hint: absentHint(pin, remote),
});

function absentHint({ path, origin }: Pin, remote: boolean): string {
  if (origin !== undefined) return `bring them from where they came: \`millrace checkout ${shellWord(path)}\``;
  if (remote) return "push them from the machine that has them: `millrace push`";
  return `name a remote in millrace.config.yaml, push to it where the data are, then run again; or bring ${path} back yourself`;
}

const listingAbsent = (pin: Pin, remote: boolean): Diagnostic => ({
  code: "data-absent",
  severity: "error",
  message: `what is in the pinned folder ${pin.path} is not known on this machine`,
  why: remote
    ? "its listing is neither in the store nor in a remote that answers"
    : "the store has no listing of it, and no remote is configured",
  hint: absentHint(pin, remote),
});

const notWhole = (folder: ProjectPath, { path }: Pin): Diagnostic => ({
  code: "data-absent",
  severity: "error",
  message: `${folder} is not whole: the pinned ${folder === "." ? path : `${folder}/${path}`} in it is not here`,
  why: "a stage that takes the folder would take it without",
  hint: `bring it: \`millrace checkout ${shellWord(folder === "." ? path : `${folder}/${path}`)}\`; or name it in \`in\` itself, then it is fetched when it is needed`,
});

const partlyEdited = ({ path }: Pin, stray: string): Diagnostic => ({
  code: "data-edited",
  severity: "error",
  message: `only some files of ${path} are here, and ${stray} is not as ${path}.pin says`,
  why: "the rest cannot be brought around it: nobody could tell what the folder is then",
  hint: `\`millrace checkout --force ${shellWord(path)}\` brings the folder as pinned, and moves what is here to .millrace/displaced`,
});

const isLink = (path: ProjectPath, { path: pinned }: Pin): Diagnostic => ({
  code: "data-absent",
  severity: "error",
  message: `${path} is a link in the pinned folder ${pinned}, which is not here`,
  why: "a link leads to something only where the folder is",
  hint: `bring the folder: \`millrace checkout ${shellWord(pinned)}\``,
});
