import { dirname, extname, join, relative, sep } from "node:path";
import type { PlanStage } from "../graph/plan.ts";
import type { Disk } from "../platform/disk.ts";
import { codeEndings } from "./code-endings.ts";
import type { Footprint, Trail } from "./footprint.ts";
import { isLeftOut, isOutsideData, sourceOf } from "./left-out.ts";

export interface UndeclaredRequest {
  readonly disk: Disk;
  /** Absolute. */
  readonly projectRoot: string;
  /** Folder of the pipeline file and where the stage's program starts; relative to the project root. */
  readonly places: readonly string[];
  readonly stage: PlanStage;
  readonly footprint: Footprint;
  /** What `.millraceignore` leaves out, by path relative to the project root. */
  readonly isIgnored: (path: string) => boolean;
}

/** What a stage did and did not say. Paths are relative to the project root, those outside absolute; sorted. */
export interface Undeclared {
  readonly reads: readonly string[];
  /** Folders whose names it asked for. */
  readonly lists: readonly string[];
  readonly writes: readonly string[];
  /** Folders that it made and left, also those that hold writes. */
  readonly made: readonly string[];
  readonly removes: readonly string[];
  /** Of the writes: those that it read before. */
  readonly changes: readonly string[];
  /** Data outside of the project, which no input can be. */
  readonly readsOutside: readonly string[];
  readonly writesOutside: readonly string[];
  readonly connections: readonly string[];
  /** What seldom matters: whatever else it touched. */
  readonly minor: Minor;
}

export interface Minor {
  /** Asked whether it is there, and it was. */
  readonly looks: readonly string[];
  /** Looked for, and not there: a file of that name would have made a difference. */
  readonly absent: readonly string[];
  /** Lists folders that hold its program, or the pipeline. */
  readonly lists: readonly string[];
  /** Written and gone again when it ended. */
  readonly temporary: readonly string[];
  /** Files of the system and of what is installed. */
  readonly readsOutside: readonly string[];
}

type Growing<Type> = { -readonly [Name in keyof Type]: Type[Name] extends readonly string[] ? Set<string> : Type[Name] };

/** Compares what a stage did with what it declares. */
export function undeclaredOf(request: UndeclaredRequest): Undeclared {
  const { footprint } = request;
  const project = new Project(request);
  const found: Growing<Omit<Undeclared, "connections" | "minor">> = {
    ...{ reads: new Set(), lists: new Set(), writes: new Set(), made: new Set(), removes: new Set(), changes: new Set() },
    ...{ readsOutside: new Set(), writesOutside: new Set() },
  };
  const minor: Growing<Minor> = {
    ...{ looks: new Set(), absent: new Set(), lists: new Set(), temporary: new Set(), readsOutside: new Set() },
  };
  for (const [path, trail] of footprint.trails) {
    const inside = project.inside(path) ?? (trail.target === undefined ? undefined : project.inside(trail.target));
    if (inside === undefined) outside(request.disk, { path, trail, found, minor });
    else if (!project.isLeftOut(inside))
      within(project, { name: project.nameOf(inside), path, trail: asSource(inside, trail), found, minor });
  }
  const result = { ...sorted(found), connections: footprint.connections, minor: sorted(minor) };
  const only = (paths: readonly string[]): readonly string[] => paths.filter((path) => !result.writes.includes(path));
  return {
    ...result,
    reads: only(result.reads),
    minor: { ...result.minor, looks: result.minor.looks.filter((path) => !result.reads.includes(path)) },
  };
}

/** Of compiled Python only that it was read says something of its source. */
const asSource = (path: string, trail: Trail): Trail =>
  sourceOf(path) === path ? trail : { ...trail, made: false, written: false, removed: false, looked: false, absent: false };

interface Touched {
  readonly path: string;
  readonly trail: Trail;
  readonly found: Growing<Omit<Undeclared, "connections" | "minor">>;
  readonly minor: Growing<Minor>;
}

function within(project: Project, { name, path, trail, found, minor }: Touched & { readonly name: string }): void {
  const type = project.typeOf(name);
  const isWritten = trail.written || (trail.folder && trail.made);
  if (isWritten && !project.isOutput(path, trail)) {
    if (type === undefined) minor.temporary.add(name);
    else if (type === "directory") found.made.add(name);
    else {
      found.writes.add(name);
      if (trail.read) found.changes.add(name);
    }
  }
  if (trail.removed && !trail.made && type === undefined && !project.isOutput(path, trail)) found.removes.add(name);
  if (project.isDeclared(path, trail)) return;
  if (trail.read && type === "file") found.reads.add(name);
  else if (trail.looked && type === "file" && !trail.written) minor.looks.add(name);
  if (trail.listed && type === "directory") (project.isPlainFolder(name) ? found.lists : minor.lists).add(name);
  if (trail.absent && type === undefined && !trail.made) minor.absent.add(name);
}

const systemFolders = /^\/(?:dev|proc|sys)(?:\/|$)/;

function outside(disk: Disk, { path, trail, found, minor }: Touched): void {
  const real = trail.target ?? path;
  if (systemFolders.test(path) || systemFolders.test(real)) return;
  const type = typeAt(disk, real);
  if (trail.written && type !== undefined && type !== "other") found.writesOutside.add(real);
  else if (trail.read && type === "file") (isOutsideData(real) ? found.readsOutside : minor.readsOutside).add(real);
}

/** What the paths of a trace are to a stage. */
class Project {
  readonly #request: UndeclaredRequest;
  readonly #roots: readonly string[];
  readonly #inputs: ReadonlySet<string>;
  readonly #outputs: ReadonlySet<string>;
  readonly #code: ReadonlySet<string>;
  readonly #environments = new Map<string, boolean>();

  constructor(request: UndeclaredRequest) {
    const { disk, projectRoot, stage } = request;
    this.#request = request;
    this.#roots = [...new Set([projectRoot, disk.realPath(projectRoot) ?? projectRoot])];
    const everyName = (path: string): readonly string[] => [
      ...this.#roots.map((root) => join(root, path)),
      ...[disk.realPath(join(projectRoot, path)) ?? []].flat(),
    ];
    this.#inputs = new Set(stage.inputs.flatMap(({ from }) => from.flatMap((source) => everyName(source.path))));
    this.#outputs = new Set(stage.outputs.flatMap(({ path }) => everyName(path)));
    this.#code = new Set(this.#codeFolders());
  }

  /** Relative to the project root; `undefined` of a path that is not below it. */
  inside(path: string): string | undefined {
    for (const root of this.#roots) if (path.startsWith(root + sep)) return relative(root, path);
    return undefined;
  }

  /** Compiled Python is the source that it was made from. */
  nameOf(path: string): string {
    const source = sourceOf(path);
    return source !== path && this.typeOf(source) === "file" ? source : path;
  }

  typeOf(path: string): ReturnType<typeof typeAt> {
    return typeAt(this.#request.disk, join(this.#request.projectRoot, path));
  }

  isLeftOut(path: string): boolean {
    const name = this.nameOf(path);
    if (isLeftOut(name) || this.#request.isIgnored(name)) return true;
    for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) if (this.#isEnvironment(folder)) return true;
    return false;
  }

  isOutput(path: string, { target }: Trail): boolean {
    return isBelow(this.#outputs, path) || (target !== undefined && isBelow(this.#outputs, target));
  }

  isDeclared(path: string, trail: Trail): boolean {
    const source = sourceOf(path);
    return (
      isBelow(this.#inputs, source) || (trail.target !== undefined && isBelow(this.#inputs, trail.target)) || this.isOutput(path, trail)
    );
  }

  /** A folder of data. Where a program lies, Python lists the folder for itself; what holds the pipeline or outputs can be no input. */
  isPlainFolder(path: string): boolean {
    const { places, stage } = this.#request;
    if (this.#code.has(path)) return false;
    return ![...places, ...stage.outputs.map((output) => output.path)].some((other) => other === path || other.startsWith(`${path}/`));
  }

  *#codeFolders(): Generator<string> {
    for (const [path, { read }] of this.#request.footprint.trails) {
      if (!read || !codeEndings.has(extname(sourceOf(path)).toLowerCase())) continue;
      for (let folder = dirname(this.inside(sourceOf(path)) ?? "."); folder !== "."; folder = dirname(folder)) yield folder;
    }
  }

  /** Of Python or conda. */
  #isEnvironment(folder: string): boolean {
    const known = this.#environments.get(folder);
    if (known !== undefined) return known;
    const is = this.typeOf(`${folder}/pyvenv.cfg`) !== undefined || this.typeOf(`${folder}/conda-meta`) !== undefined;
    this.#environments.set(folder, is);
    return is;
  }
}

function isBelow(paths: ReadonlySet<string>, path: string): boolean {
  for (let at = path; at !== dirname(at); at = dirname(at)) if (paths.has(at)) return true;
  return false;
}

function typeAt(disk: Disk, path: string): "file" | "directory" | "other" | undefined {
  try {
    const type = disk.statTarget(path)?.type ?? (disk.stat(path) === undefined ? undefined : "file");
    return type === "link" ? "file" : type;
  } catch {
    // In the folder of another user, or with a name that is too long.
    return undefined;
  }
}

const sorted = <Names extends string>(sets: Record<Names, Set<string>>): Record<Names, readonly string[]> =>
  Object.fromEntries(Object.entries<Set<string>>(sets).map(([name, paths]) => [name, [...paths].sort()])) as unknown as Record<
    Names,
    readonly string[]
  >;
