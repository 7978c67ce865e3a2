import { type PinnedEntries, type PinnedEntry, pinnedEntries } from "../data/pinned-entries.ts";
import { lockedOutputs, pinnedContent, registeredModels, type SharedContent } from "../data/shared-content.ts";
import type { SharedProject } from "../data/shared-project.ts";
import { findPins } from "../lock/find-pins.ts";
import { pinSuffix } from "../lock/pin-file.ts";
import { asProjectPath, type ProjectPath } from "../platform/identity.ts";
import type { Platform } from "../platform/platform.ts";
import { findPipelines } from "../spec/pipeline-naming.ts";
import { rootOf, wordPath } from "./with-data.ts";

export interface ShareWords {
  /** `[PIPELINE] [STAGE…]`. */
  readonly stages: readonly string[];
  /** Pinned data that is named, or folders with some. */
  readonly paths: readonly ProjectPath[];
}

/** A word that names pinned data, something in it, or a folder with some and no pipeline, is that; every other is a pipeline or a stage. */
export function shareWords(platform: Platform, words: readonly string[]): ShareWords {
  if (words.length === 0) return { stages: [], paths: [] };
  const { disk } = platform;
  const projectRoot = rootOf(platform);
  const { pins } = findPins(disk, projectRoot);
  const pathOf = (word: string): ProjectPath | undefined => {
    const found = wordPath(platform, { projectRoot, word });
    if (!found.ok) return undefined;
    const path = asProjectPath(found.value.endsWith(pinSuffix) ? found.value.slice(0, -pinSuffix.length) : found.value);
    if (pins.some((pin) => pin.path === path || path.startsWith(`${pin.path}/`))) return path;
    const holds = path === "." ? pins.length > 0 : pins.some((pin) => pin.path.startsWith(`${path}/`));
    return holds && findPipelines(disk, `${projectRoot}/${path}`).length === 0 ? path : undefined;
  };
  return { stages: words.filter((word) => pathOf(word) === undefined), paths: words.flatMap((word) => pathOf(word) ?? []) };
}

export interface ContentRequest extends ShareWords {
  readonly project: SharedProject;
  /** Nothing but pinned data. */
  readonly pins: boolean;
  /** Of a path in pinned data the whole is meant. */
  readonly whole: boolean;
}

export interface SharedContents extends Pick<PinnedEntries, "diagnostics"> {
  readonly contents: readonly SharedContent[];
}

/** What is meant: all that is committed by name, or what the words say. */
export async function sharedContents({ project, stages, paths, pins, whole }: ContentRequest): Promise<SharedContents> {
  const { data, pipeline } = project;
  const onlyPins = pins || (stages.length === 0 && paths.length > 0);
  const isComplete = pipeline?.plan.complete ?? true;
  const outputs = onlyPins || pipeline === undefined ? [] : lockedOutputs(pipeline);
  const models = onlyPins || !isComplete ? [] : registeredModels(data);
  if (paths.length === 0 && !isComplete && !pins) return { contents: outputs, diagnostics: [] };
  const { entries, diagnostics } = await pinnedEntries(data, paths);
  const wanted = new Map(entries.map((pinned) => (whole ? entireOf(pinned) : pinned)).map((pinned) => [pinned.path, pinned]));
  return { contents: [...outputs, ...models, ...[...wanted.values()].map(pinnedContent)], diagnostics };
}

const entireOf = ({ pin }: PinnedEntry): PinnedEntry => ({ pin, path: pin.path, entry: pin.entry });
