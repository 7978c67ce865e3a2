import { basename, dirname, extname, relative, sep } from "node:path";
import { codeEndings } from "./code-endings.ts";
import { nameFrom } from "./name-from.ts";
import type { Observed } from "./observed.ts";

export interface Port {
  readonly name: string;
  /** As they stand in the YAML file: `./data/wine.csv`; `./plots/` for a folder that comes out; `prepare.rows` of another stage. */
  readonly paths: readonly string[];
  readonly type?: "metrics";
}

export interface Ports {
  readonly in: readonly Port[];
  readonly out: readonly Port[];
}

export interface PortsRequest {
  readonly observed: Observed;
  /** Files and folders that the command names; absolute. */
  readonly named: readonly string[];
  /** Of the pipeline file; absolute. */
  readonly folder: string;
  /** References to outputs of the stages that there are already, by absolute path. */
  readonly references: ReadonlyMap<string, string>;
  /** Names of ports that there are already. */
  readonly taken?: readonly string[];
  /** Whether a file holds nothing but metrics. */
  readonly isMetrics: (path: string) => boolean;
}

/** This many files of one folder are that folder. */
const many = 4;

/** Ports of a stage that reads and writes what was observed. Code is one port; of data, each file or folder is one. */
export function portsOf(request: PortsRequest): Ports {
  const { observed, named, folder, references, isMetrics } = request;
  const results = outputPaths(observed, folder);
  const origin = (path: string): string => [...references.keys()].find((made) => isWithin(path, made)) ?? path;
  const read = [...new Set([...named, ...observed.inputs].map(origin))].filter(
    (path) => !results.some((result) => isWithin(path, result.path) || isWithin(result.path, path)),
  );
  const code = read.filter((path) => codeEndings.has(extname(path).toLowerCase()));
  const data = read.filter((path) => !code.includes(path));
  const codePaths = grouped(code, { request, results, isFolder: (_, files) => files.length >= many });
  const dataPaths = grouped(data, {
    request,
    results,
    isFolder: (path, files) => observed.listed.includes(path) || named.includes(path) || files.length >= many,
  });
  const names = new Set(request.taken);
  const written = (path: string): string => references.get(path) ?? dotted(folder, path);
  // The script that the command names comes first.
  const codeInOrder = [...codePaths].sort((left, right) => Number(named.includes(right)) - Number(named.includes(left)));
  return {
    in: [
      ...(codePaths.length === 0 ? [] : [{ name: codeName(names, codePaths), paths: codeInOrder.map(written) }]),
      ...dataPaths.map((path) => ({ name: portName(names, path), paths: [written(path)] })),
    ],
    out: results.map(({ path, isFolder }) => ({
      name: portName(names, path),
      paths: [`${dotted(folder, path)}${isFolder ? "/" : ""}`],
      ...(!isFolder && isMetrics(path) && { type: "metrics" as const }),
    })),
  };
}

interface ResultPath {
  readonly path: string;
  readonly isFolder: boolean;
}

/**
 * A folder that the program made itself is one output, with all that is in it: it could not be made where it stands already.
 * `out/` is where Millrace puts its own.
 */
function outputPaths({ outputs, made }: Observed, folder: string): readonly ResultPath[] {
  const own = (path: string): boolean => relative(folder, path) === "out";
  const paths = outputs.map((path): ResultPath => {
    const within = made.find((one) => isWithin(path, one));
    if (within === undefined) return { path, isFolder: false };
    if (!own(within)) return { path: within, isFolder: true };
    const [first = ""] = relative(within, path).split(sep);
    const child = `${within}${sep}${first}`;
    return { path: child, isFolder: child !== path };
  });
  return paths.filter(({ path }, index) => paths.findIndex((other) => other.path === path) === index);
}

interface Grouping {
  readonly request: PortsRequest;
  readonly results: readonly ResultPath[];
  readonly isFolder: (path: string, files: readonly string[]) => boolean;
}

/** Files, of which those of a folder that was read as one are that folder; an outer one before an inner one. */
function grouped(files: readonly string[], { request: { folder, references }, results, isFolder }: Grouping): readonly string[] {
  const left = new Set(files.filter((path) => !references.has(path)));
  const found: string[] = files.filter((path) => references.has(path));
  const folders = [...new Set([...left].flatMap((path) => foldersOf(path, folder)))].sort((a, b) => a.length - b.length);
  for (const candidate of folders) {
    if (results.some(({ path }) => isWithin(path, candidate)) || [...references.keys()].some((path) => isWithin(path, candidate))) continue;
    const inside = [...left].filter((path) => isWithin(path, candidate));
    const direct = inside.filter((path) => dirname(path) === candidate);
    if (inside.length === 0 || !isFolder(candidate, direct)) continue;
    found.push(candidate);
    for (const path of inside) left.delete(path);
  }
  return [...found, ...left].sort();
}

/** The folders above a file, below the pipeline's own: that one holds the pipeline itself. */
function foldersOf(path: string, folder: string): readonly string[] {
  const above: string[] = [];
  for (let current = dirname(path); current !== dirname(current); current = dirname(current)) {
    if (isWithin(folder, current)) break;
    above.push(current);
  }
  return above;
}

const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}${sep}`);

function dotted(folder: string, path: string): string {
  const inside = relative(folder, path).split(sep).join("/");
  return inside.startsWith("../") ? inside : `./${inside}`;
}

/** What a file is called, where no other port is. */
function portName(names: Set<string>, path: string): string {
  const base = basename(path);
  const stem = extname(base) === base ? base : base.slice(0, base.length - extname(base).length);
  return taken(names, nameFrom(stem).replaceAll("-", "_") || "data");
}

/** `code`; beside a port of that name, what the one file is called. */
function codeName(names: Set<string>, paths: readonly string[]): string {
  const [only = ""] = paths;
  if (!names.has("code")) return taken(names, "code");
  return paths.length === 1 ? portName(names, only) : taken(names, "modules");
}

function taken(names: Set<string>, wanted: string): string {
  let name = wanted;
  for (let number = 2; names.has(name); number += 1) name = `${wanted}_${number}`;
  names.add(name);
  return name;
}
