import { dirname, join, relative, sep } from "node:path";
import { declaredFiles } from "../../graph/declared-files.ts";
import type { Plan } from "../../graph/plan.ts";
import type { Exclude } from "../../key/content.ts";
import { readExclude } from "../../key/exclude.ts";
import { closureOf } from "../../kind/load-own-kind.ts";
import { asProjectPath, type ProjectPath, type StageId } from "../../platform/identity.ts";
import type { Platform } from "../../platform/platform.ts";
import type { Pipeline } from "../../spec/pipeline.ts";

/** A pipeline as it stands on the disk now. */
export interface Prepared {
  /** Absent where something is wrong. */
  readonly plan?: Plan;
  /** As far as it could be read. */
  readonly pipeline?: Pipeline;
  /** Absolute paths of the pipeline file and its files of params, there or not. */
  readonly files: readonly string[];
}

/** What an edit of a path means. */
export interface Meaning {
  /** The pipeline is another one: its YAML, params, a module of a kind, the rules of what folders hold. */
  readonly definition: boolean;
  /** Stages that take it in. */
  readonly readers: ReadonlySet<StageId>;
}

interface WatchedOptions {
  /** Absolute. */
  readonly projectRoot: string;
  readonly meanings: ReadonlyMap<string, Meaning>;
  readonly exclude: (folder: string) => Exclude;
  /** Text of `.millraceignore`, of which `exclude` is made. */
  readonly rules: string;
}

/** All that is watched, by absolute path: files and folders that are there, and what may come to be. */
export class Watched {
  readonly projectRoot: string;
  readonly #meanings: ReadonlyMap<string, Meaning>;
  readonly #exclude: (folder: string) => Exclude;
  readonly #rules: string;
  /** Folders that lead to what is watched. */
  readonly #above: ReadonlySet<string>;

  constructor({ projectRoot, meanings, exclude, rules }: WatchedOptions) {
    this.projectRoot = projectRoot;
    this.#meanings = meanings;
    this.#exclude = exclude;
    this.#rules = rules;
    this.#above = new Set([...meanings.keys()].flatMap(foldersAbove));
  }

  get paths(): readonly string[] {
    return [...this.#meanings.keys()];
  }

  meaningOf(path: string): Meaning {
    return this.#meanings.get(path) ?? { definition: false, readers: new Set() };
  }

  projectPath(path: string): ProjectPath {
    return asProjectPath(relative(this.projectRoot, path).split(sep).join("/") || ".");
  }

  /** The rule of what a folder that comes in does not hold. */
  excludeIn(path: string): Exclude {
    return this.#exclude(this.projectPath(path));
  }

  /** The project, and the folders of files outside it. */
  get roots(): readonly string[] {
    const outside = this.paths.filter((path) => !isWithin(path, this.projectRoot)).map(dirname);
    return [this.projectRoot, ...new Set(outside)];
  }

  /** What is watched and is, or holds, this path. `undefined`: what stands there, or stood, is not known. */
  at(path: string, isFolder: boolean | undefined): readonly string[] {
    const found: string[] = [];
    for (let above = path; ; above = dirname(above)) {
      if (this.#meanings.has(above) && (above === path || this.#holds(above, { path, isFolder }))) found.push(above);
      if (above === dirname(above)) return found;
    }
  }

  #holds(folder: string, { path, isFolder }: { readonly path: string; readonly isFolder: boolean | undefined }): boolean {
    const exclude = this.#exclude(this.projectPath(folder));
    const name = relative(folder, path).split(sep).join("/");
    return [true, false].some((asFolder) => (isFolder ?? asFolder) === asFolder && !exclude(name, asFolder));
  }

  /** Whether a path is watched, or leads to one that is. */
  isRelevant(path: string, isFolder: boolean | undefined): boolean {
    return this.#above.has(path) || this.at(path, isFolder).length > 0;
  }

  /** What is watched in this folder, where the folder itself is not. */
  below(path: string): readonly string[] {
    return this.#above.has(path) ? this.paths.filter((watched) => isWithin(watched, path)) : [];
  }

  /** Whether the same is watched, for the same reasons. */
  equals(other: Watched): boolean {
    if (this.projectRoot !== other.projectRoot || this.#rules !== other.#rules) return false;
    const same = ([path, { definition, readers }]: [string, Meaning]): boolean => {
      const there = other.#meanings.get(path);
      return there?.definition === definition && there.readers.size === readers.size && [...readers].every((one) => there.readers.has(one));
    };
    return this.#meanings.size === other.#meanings.size && [...this.#meanings].every(same);
  }
}

export interface WatchedRequest {
  readonly platform: Platform;
  readonly prepared: Prepared;
  /** What was watched before: where the pipeline cannot be read, what it may be made from again. */
  readonly before: Watched | undefined;
  /** Absolute: where nothing could be read yet. */
  readonly projectRoot: string;
}

/** What to watch so that nothing that could make a stage of this pipeline stale, or mend the pipeline, goes unseen. */
export async function watchedBy({ platform, prepared, before, projectRoot }: WatchedRequest): Promise<Watched> {
  const { pipeline, plan } = prepared;
  const root = pipeline?.projectRoot ?? before?.projectRoot ?? projectRoot;
  const meanings = new Map<string, { definition: boolean; readers: Set<StageId> }>();
  const meaningOf = (path: string) => {
    const known = meanings.get(path) ?? { definition: false, readers: new Set<StageId>() };
    meanings.set(path, known);
    return known;
  };
  for (const path of [...prepared.files, join(root, ".millraceignore")]) meaningOf(path).definition = true;
  for (const path of await kindFiles(platform, pipeline)) meaningOf(path).definition = true;
  for (const { id, inputs } of selectedOf(plan)) {
    for (const source of inputs.flatMap(({ from }) => from)) {
      if (source.kind === "file") meaningOf(join(root, source.path)).readers.add(id);
    }
  }
  if (plan === undefined) {
    // Whatever comes to be there may mend it.
    for (const path of pipeline === undefined ? [] : declaredFiles(pipeline)) meaningOf(join(root, path)).definition = true;
    for (const path of before?.paths ?? []) meaningOf(path).definition = true;
  }
  return new Watched({ projectRoot: root, meanings, exclude: await readExclude(platform.disk, root), rules: rulesIn(platform, root) });
}

const rulesIn = ({ disk }: Platform, root: string): string => {
  const file = join(root, ".millraceignore");
  return disk.stat(file)?.type === "file" ? disk.read(file).toString("utf8") : "";
};

const selectedOf = (plan: Plan | undefined) => [...(plan?.stages.values() ?? [])].filter(({ id }) => plan?.selected.has(id));

/** All that the project's own kinds are made from, or look for, inside the project. */
async function kindFiles(platform: Platform, pipeline: Pipeline | undefined): Promise<readonly string[]> {
  if (pipeline === undefined) return [];
  const { folder, projectRoot } = pipeline;
  const named = pipeline.stages.flatMap(({ does, as }) => [does.kind === "uses" ? does.uses.value : undefined, as?.value]);
  const own = new Set(named.filter((uses) => uses !== undefined).filter((uses) => /^(?:\.{1,2}\/|npm:)/.test(uses)));
  const files = new Set<string>();
  for (const uses of own) {
    const closure = await closureOf({ uses, folder, projectRoot, platform });
    for (const path of [...Object.keys(closure.files), ...Object.keys(closure.folders), ...closure.absent]) {
      if (isWithin(path, projectRoot)) files.add(path);
    }
  }
  return [...files];
}

const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

function foldersAbove(path: string): readonly string[] {
  const folders: string[] = [];
  for (let above = dirname(path); above !== folders.at(-1); above = dirname(above)) folders.push(above);
  return folders;
}
