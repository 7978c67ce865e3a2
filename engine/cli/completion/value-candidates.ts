import { basename, join } from "node:path";
import type { Platform } from "../../platform/platform.ts";
import { loadPipeline } from "../../spec/load-pipeline.ts";
import type { SourceValue } from "../../spec/pipeline.ts";
import { findPipelines } from "../../spec/pipeline-naming.ts";
import { findProjectRoot } from "../../spec/project-root.ts";
import { findPipeline } from "../find-pipeline.ts";
import type { CommandSpec, OptionSpec } from "../option-table.ts";
import type { Candidate, Completion } from "./candidate.ts";
import { gitReferences } from "./git-references.ts";

export interface Asked {
  readonly platform: Platform;
  readonly command: CommandSpec | undefined;
  /** The arguments before the one that is being typed. */
  readonly given: readonly string[];
  /** The option whose value it is, or an argument of the command. */
  readonly wanted: Exclude<OptionSpec, { readonly kind: "flag" }> | "argument";
  readonly typed: string;
}

export const optionName = (name: string): string => `--${name}`;

/** By the word that stands for the value in the help: `FILE`, `STAGE…`, `NAME=VALUE`. */
export async function candidatesFor(asked: Asked): Promise<Completion> {
  const { wanted } = asked;
  if (wanted !== "argument" && (wanted.kind === "choice" || wanted.kind === "mode")) return fixed(asked, wanted.choices);
  const words = wanted === "argument" ? argumentWords(asked) : [wanted.value];
  const lists = await Promise.all(words.map((word) => candidatesOf(word, asked)));
  const candidates = lists.flat().filter(({ value }) => value.startsWith(asked.typed));
  return { candidates, paths: pathsOf(words, asked.typed !== "" || candidates.length === 0) };
}

/** The words of a command's usage that the next argument may be: an optional one may have been left out. */
function argumentWords({ command, given }: Asked): readonly string[] {
  const usage = (command?.arguments ?? "").split(" ").filter((word) => !word.startsWith("-"));
  const repeated = usage.at(-1)?.includes("…") === true ? usage.at(-1) : undefined;
  const leftOut = usage[0]?.startsWith("[") === true ? 1 : 0;
  const at = usage.slice(given.length, given.length + 1 + leftOut);
  return [...new Set([...at, ...(repeated === undefined ? [] : [repeated])])].map((word) => word.replace(/[^A-Z|a-z=]/g, ""));
}

/** A pipeline is named by its folder, and seldom: only where nothing else may stand there, or something has been typed. */
function pathsOf(words: readonly string[], isOpen: boolean): Completion["paths"] {
  if (words.some((word) => word === "FILE" || word === "SCRIPT")) return "files";
  return words.includes("DIR") || (words.includes("PIPELINE") && isOpen) ? "folders" : "none";
}

async function candidatesOf(word: string, asked: Asked): Promise<readonly Candidate[]> {
  switch (word) {
    case "STAGE":
      return (await pipelineOf(asked))?.stages.map(({ name, description }) => named(name.value, description ?? "a stage")) ?? [];
    case "PIPELINE": {
      const { disk, environment } = asked.platform;
      return findPipelines(disk, environment.workingDirectory)
        .slice(1)
        .map((path) => named(basename(path), "a pipeline"));
    }
    case "NAME=VALUE":
    case "NAME=VALUES": {
      const pipeline = await pipelineOf(asked);
      return pipeline === undefined ? [] : leavesOf(pipeline.params, "").map(([name, text]) => named(`${name}=`, `now ${text}`));
    }
    case "RUN":
    case "ID": {
      const { listRuns } = await import("../../history/list-runs.ts");
      const runs = listRuns({ disk: asked.platform.disk, projectRoot: projectRootOf(asked) });
      return runs.slice(0, 20).map((run) => named(run, "a run"));
    }
    case "EXPERIMENT":
      return filesIn(asked, ".millrace/experiments").map((name) => named(name, "an experiment"));
    case "ENVIRONMENT":
      return filesIn(asked, "registry/environments").map((name) => named(name, "an environment"));
    case "REF":
    case "REVISION":
      return gitReferences(asked.platform.disk, asked.platform.environment.workingDirectory).map((name) => named(name, "a commit"));
    case "COMMAND":
      return (await import("../commands.ts")).commands.map(({ name, summary }) => named(name, summary));
    default:
      return /^[a-z|]+$/.test(word) ? word.split("|").map((choice) => named(choice, "")) : [];
  }
}

const named = (value: string, description: string): Candidate => ({ value, description });

const fixed = ({ typed }: Asked, choices: readonly string[]): Completion => ({
  candidates: choices.filter((choice) => choice.startsWith(typed)).map((choice) => named(choice, "")),
  paths: "none",
});

const projectRootOf = ({ platform }: Asked): string => findProjectRoot(platform.disk, platform.environment.workingDirectory);

/** Names without `.json` of the files of a project's folder. */
function filesIn(asked: Asked, folder: string): readonly string[] {
  const path = join(projectRootOf(asked), folder);
  if (asked.platform.disk.statTarget(path)?.type !== "directory") return [];
  const names = asked.platform.disk.list(path).map(({ name }) => name);
  return names.filter((name) => name.endsWith(".json")).map((name) => name.slice(0, -".json".length));
}

/** What of a file can be read is enough: nobody wants to hear of its faults while typing. */
async function pipelineOf({ platform, given }: Asked) {
  const found = findPipeline(platform, given);
  if (!found.ok) return undefined;
  return (await loadPipeline({ platform, file: found.value.file })).pipeline;
}

function leavesOf(value: SourceValue, name: string): readonly (readonly [name: string, text: string])[] {
  if (value.kind === "map")
    return value.entries.flatMap((entry) => leavesOf(entry.value, name === "" ? entry.key : `${name}.${entry.key}`));
  return [[name, value.kind === "scalar" ? value.text : `${value.items.length} items`]];
}
