import { relative, resolve } from "node:path";
import { lockedOutputs, pinnedData, registeredModels, type SharedContent } from "../data/shared-content.ts";
import type { Workspace } from "../freshness/workspace.ts";
import { findPins } from "../lock/find-pins.ts";
import { asProjectPath, type ProjectPath } from "../platform/identity.ts";
import type { Platform } from "../platform/platform.ts";
import { findProjectRoot } from "../spec/project-root.ts";

export interface ShareWords {
  /** `[PIPELINE] [STAGE…]`. */
  readonly stages: readonly string[];
  /** Pinned data that is named. */
  readonly paths: readonly ProjectPath[];
}

/** A word that names pinned data, or a folder with some, is that; every other is a pipeline or a stage. */
export function shareWords({ disk, environment }: Platform, words: readonly string[]): ShareWords {
  if (words.length === 0) return { stages: [], paths: [] };
  const root = findProjectRoot(disk, environment.workingDirectory);
  const { pins } = findPins(disk, root);
  const pathOf = (word: string): ProjectPath | undefined => {
    const path = asProjectPath(relative(root, resolve(environment.workingDirectory, word)));
    return pins.some((pin) => pin.path === path || path.startsWith(`${pin.path}/`)) ? path : undefined;
  };
  return { stages: words.filter((word) => pathOf(word) === undefined), paths: words.flatMap((word) => pathOf(word) ?? []) };
}

export interface ContentRequest extends ShareWords {
  readonly workspace: Workspace;
  /** Nothing but pinned data. */
  readonly pins: boolean;
}

/** What is meant: all that is committed by name, or what the words say. */
export function sharedContents({ workspace, stages, paths, pins }: ContentRequest): readonly SharedContent[] {
  if (pins) return pinnedData(workspace, paths);
  const named = paths.length > 0 ? pinnedData(workspace, paths) : [];
  if (stages.length === 0 && paths.length > 0) return named;
  if (!workspace.plan.complete) return [...lockedOutputs(workspace), ...named];
  return [...lockedOutputs(workspace), ...registeredModels(workspace), ...(paths.length > 0 ? named : pinnedData(workspace))];
}
