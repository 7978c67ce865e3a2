import { shellWord } from "../diagnostics/command-line.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean } from "../diagnostics/did-you-mean.ts";
import { pinnedMember } from "../freshness/pinned-input.ts";
import type { Entry } from "../key/entry.ts";
import { findPins } from "../lock/find-pins.ts";
import type { Pin } from "../lock/pin.ts";
import { pinFileOf } from "../lock/pin-file.ts";
import type { ProjectPath } from "../platform/identity.ts";
import type { ProjectData } from "./project-data.ts";

export interface PinnedEntry {
  readonly pin: Pin;
  /** What was asked for: the pinned path, or something in it. */
  readonly path: ProjectPath;
  readonly entry: Entry;
}

export interface PinnedEntries {
  readonly entries: readonly PinnedEntry[];
  /** Of pins that cannot be read, and of paths that are none. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What the project's pins name: all of it, or what is at, below or in the given paths. */
export async function pinnedEntries(data: ProjectData, paths: readonly ProjectPath[]): Promise<PinnedEntries> {
  const { pins, diagnostics } = findPins(data.platform.disk, data.projectRoot);
  const whole = (pin: Pin): PinnedEntry => ({ pin, path: pin.path, entry: pin.entry });
  if (paths.length === 0 || paths.includes("." as ProjectPath)) return { entries: pins.map(whole), diagnostics };
  const entries = new Map<string, PinnedEntry>();
  const problems: Diagnostic[] = [];
  for (const path of paths) {
    const below = pins.filter((pin) => pin.path === path || pin.path.startsWith(`${path}/`) || `${pin.path}.pin` === path);
    for (const pin of below) entries.set(pin.path, whole(pin));
    if (below.length > 0) continue;
    const found = data.pins.around(path);
    const around = found.ok ? found.value : undefined;
    if (!found.ok) problems.push(found.failure);
    else if (around === undefined) problems.push(notPinned(path, pins));
    else {
      const member = await pinnedMember(data, { pin: around, path });
      if (!member.ok) problems.push(member.failure);
      else if (member.value === undefined) problems.push(notInside(path, around));
      else entries.set(path, { pin: around, path, entry: member.value });
    }
  }
  return { entries: [...entries.values()], diagnostics: problems };
}

export function notPinned(path: ProjectPath, pins: readonly Pin[]): Diagnostic {
  const near = didYouMean(
    path,
    pins.map((pin) => pin.path),
  );
  return {
    code: "not-pinned",
    severity: "error",
    message: `${path} is not pinned, and nothing in it is`,
    why: pins.length === 0 ? "the project has no pins" : "there is no such pin file",
    hint:
      near === undefined
        ? `to record it: \`millrace add ${shellWord(path)}\`; if its pin was deleted: \`git checkout -- ${shellWord(pinFileOf(path))}\`; \`millrace ls\` lists what is pinned`
        : `did you mean ${near}?`,
  };
}

const notInside = (path: ProjectPath, { path: pinned }: Pin): Diagnostic => ({
  code: "not-pinned",
  severity: "error",
  message: `the pinned folder ${pinned} has no ${path.slice(pinned.length + 1)}`,
  hint: `what it has: \`millrace ls ${shellWord(pinned)}\``,
});
