import { basename, dirname, join, relative, sep } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { placeOf } from "../diagnostics/place.ts";
import { sortDiagnostics } from "../diagnostics/sort.ts";
import { asProjectPath, type ProjectPath } from "../platform/identity.ts";
import type { Platform } from "../platform/platform.ts";
import { millraceVersion } from "../platform/version.ts";
import { buildStage, readDefaults } from "./build-stage.ts";
import { readParams } from "./params.ts";
import type { Pipeline, SourceValue } from "./pipeline.ts";
import { pipelineNaming } from "./pipeline-naming.ts";
import { findProjectRoot } from "./project-root.ts";
import type { SchemaFault } from "./schema-diagnostics.ts";
import { SourceCache } from "./source-cache.ts";
import { type ReadFile, SourceFiles } from "./source-files.ts";
import { entryOf, type TreePath, without } from "./tree-path.ts";

export interface LoadRequest {
  readonly platform: Pick<Platform, "disk" | "environment">;
  /** Absolute path of the YAML file. */
  readonly file: string;
  /** Of `--params`: relative to the working directory. Later ones win. */
  readonly paramFiles?: readonly string[];
  /** Of `--set`: `training.epochs=5`. They win over files. */
  readonly settings?: readonly string[];
}

export interface Loaded {
  /**
   * What could be read, faults left out, so that `compile` can look for the rest of the faults: with an error among the diagnostics
   * it is not to be run. Absent where the text is not YAML, or holds no stages.
   */
  readonly pipeline?: Pipeline;
  /** In reading order. */
  readonly diagnostics: readonly Diagnostic[];
  /** Absolute paths of the pipeline file and its files of params, there or not. */
  readonly files: readonly string[];
}

/** Reads a pipeline file, its params and what overrides them. */
export async function loadPipeline({ platform, file, paramFiles = [], settings = [] }: LoadRequest): Promise<Loaded> {
  const { disk, environment } = platform;
  const folder = dirname(file);
  const projectRoot = findProjectRoot(disk, folder);
  const files = new SourceFiles(disk, new SourceCache({ disk, projectRoot, version: millraceVersion() }));
  const shown = relative(environment.workingDirectory, file);
  const read = await files.read({ path: file, name: shown, role: "pipeline" });
  if (read === undefined) {
    return { diagnostics: [disk.stat(file) === undefined ? noPipeline(shown) : unreadable(shown)], files: files.wanted };
  }

  const checked = await check(read, files);
  const root = checked.value;
  const own = entryOf(root, "params")?.value;
  const { params, diagnostics } = await readParams({
    files,
    own,
    folder,
    workingDirectory: environment.workingDirectory,
    paramFiles,
    settings,
  });
  const all = sortDiagnostics([...checked.diagnostics, ...diagnostics]);
  const stages = entryOf(root, "stages")?.value;
  if (root === undefined || stages?.kind !== "map" || read.damage.length > 0) return { diagnostics: all, files: files.wanted };

  const projectPath = (path: string): ProjectPath => asProjectPath(relative(projectRoot, path).split(sep).join("/") || ".");
  const naming = pipelineNaming(file);
  const [name, description] = [textAt(root, "name"), textAt(root, "description")];
  const defaults = readDefaults(root);
  return {
    diagnostics: all,
    files: files.wanted,
    pipeline: {
      file: projectPath(file),
      folder: projectPath(folder),
      projectRoot,
      outputRoot: projectPath(join(folder, naming.outputRoot)),
      lockFile: projectPath(join(folder, naming.lockFile)),
      name: name ?? naming.name,
      ...(description !== undefined && { description }),
      sources: files.sources,
      params,
      stages: stages.entries.map((entry) => buildStage({ entry, defaults, incomplete: checked.incomplete.has(entry.key) })),
    },
  };
}

interface Checked {
  /** Without what is wrong. */
  readonly value?: SourceValue;
  readonly diagnostics: readonly Diagnostic[];
  /** Names of the stages of which something was left out. */
  readonly incomplete: ReadonlySet<string>;
}

async function check(file: ReadFile, files: SourceFiles): Promise<Checked> {
  const { value, diagnostics } = file;
  if (file.checked && value !== undefined) return { value, diagnostics: [], incomplete: new Set() };
  if (value === undefined || (value.kind === "scalar" && value.tag === "null")) {
    return { diagnostics: diagnostics.length > 0 ? diagnostics : [emptyFile(file)], incomplete: new Set() };
  }
  const { checkPipeline } = await import("./check-pipeline.ts");
  const { readable, isDamaged } = leaveOutDamage(value, file.damage);
  // What is missing beside text that could not be read may stand in that text.
  const faults = checkPipeline(readable, files.sources).filter(({ path }) => !(isDamaged && path.length < 2));
  if (diagnostics.length === 0 && faults.length === 0) file.remember();
  return {
    value: without(
      readable,
      faults.filter((fault) => !isStage(fault)).map(({ path }) => path),
    ),
    diagnostics: [...diagnostics, ...faults.map(({ diagnostic }) => diagnostic)],
    incomplete: new Set([...faults.map(({ path }) => path), ...file.gaps.map((offset) => pathBefore(value, offset))].flatMap(stageOf)),
  };
}

/** A stage is kept whatever it lacks: others may refer to it. */
const isStage = ({ path }: SchemaFault): boolean => path[0] === "stages" && path.length <= 2;

/** Without the stages and top-level keys in whose text the YAML breaks: what was read of them is guesswork. */
function leaveOutDamage(root: SourceValue, damage: readonly number[]): { readonly readable: SourceValue; readonly isDamaged: boolean } {
  if (damage.length === 0 || root.kind !== "map") return { readable: root, isDamaged: false };
  const gone = damage.map((offset) => pathBefore(root, offset)).filter((path) => path.length > 0);
  return { readable: without(root, gone), isDamaged: true };
}

const stageOf = ([first, stage]: TreePath): readonly string[] => (first === "stages" && stage !== undefined ? [stage] : []);

/** The top-level key in whose text an offset is; of `stages` the stage too. */
function pathBefore(root: SourceValue, offset: number): TreePath {
  const top = keyBefore(root, offset);
  if (top === undefined) return [];
  const stage = top === "stages" ? keyBefore(entryOf(root, top)?.value ?? root, offset) : undefined;
  return stage === undefined ? [top] : [top, stage];
}

const keyBefore = (value: SourceValue, offset: number): string | undefined =>
  value.kind === "map" ? value.entries.findLast(({ keyAt }) => keyAt[1] <= offset)?.key : undefined;

function textAt(root: SourceValue, key: string): string | undefined {
  const value = entryOf(root, key)?.value;
  return value?.kind === "scalar" && value.tag !== "null" ? value.text : undefined;
}

const noPipeline = (name: string): Diagnostic => ({
  code: "no-pipeline",
  severity: "error",
  message: `there is no pipeline file \`${name}\``,
  hint: basename(name) === "pipeline.yaml" ? "name another folder, or write a pipeline.yaml" : "check the path",
});

const unreadable = (name: string): Diagnostic => ({
  code: "no-pipeline",
  severity: "error",
  message: `the pipeline file \`${name}\` cannot be read`,
  why: "it is no file, a link that leads to nothing, or not yours to read",
  hint: "look at its permissions",
});

const emptyFile = ({ source }: ReadFile): Diagnostic => ({
  code: "missing-key",
  severity: "error",
  message: "the pipeline file is empty",
  place: placeOf(source, [0, 0, 0]),
  hint: "a first pipeline:\n  stages:\n    hello:\n      run: echo hello > ${{ out.greeting }}\n      out: { greeting: ./greeting.txt }",
});
