import { dirname, join, relative, sep } from "node:path";
import type { Disk } from "../platform/disk.ts";
import type { ClosureRecorder } from "./closure.ts";
import { foldersUp } from "./own-kind-files.ts";

const marker = `${sep}node_modules${sep}`;

/** The folder of the package that a file belongs to; `undefined` for a file that is in no `node_modules`. */
export function packageFolder(path: string): string | undefined {
  const at = path.lastIndexOf(marker);
  if (at < 0) return undefined;
  const parts = path.slice(at + marker.length).split(sep);
  return path.slice(0, at + marker.length) + parts.slice(0, parts[0]?.startsWith("@") ? 2 : 1).join(sep);
}

export interface PackageFactsRequest {
  readonly disk: Disk;
  readonly recorder: ClosureRecorder;
  /** Folders of the packages that are imported. */
  readonly folders: readonly string[];
}

/** `version integrity` of these packages and of all that they depend on, by name; of several versions, each. */
export function packageFacts({ disk, recorder, folders }: PackageFactsRequest): Readonly<Record<string, string>> {
  const facts = new Map<string, Set<string>>();
  const open = new Set(folders);
  for (const folder of open) {
    const manifest = readJson(disk, join(folder, "package.json"));
    recorder.presence(join(folder, "package.json"));
    const name =
      typeof manifest.name === "string"
        ? manifest.name
        : folder
            .slice(folder.lastIndexOf(marker) + marker.length)
            .split(sep)
            .join("/");
    const fact = `${String(manifest.version)} ${integrityOf(folder, { disk, recorder })}`;
    facts.set(name, (facts.get(name) ?? new Set()).add(fact));
    for (const dependency of dependenciesOf(manifest)) {
      const found = findPackage(disk, { from: folder, name: dependency });
      if (found !== undefined) open.add(found);
    }
  }
  return Object.fromEntries(
    [...facts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, all]) => [name, [...all].sort().join(", ")]),
  );
}

/** As npm's lock of the installed tree says; without one, of the package's files themselves. */
function integrityOf(folder: string, { disk, recorder }: Omit<PackageFactsRequest, "folders">): string {
  const root = folder.slice(0, folder.indexOf(marker));
  const lockFile = join(root, "node_modules", ".package-lock.json");
  recorder.presence(lockFile);
  const packages = asRecord(readJson(disk, lockFile).packages);
  const entry = asRecord(packages[relative(root, folder).split(sep).join("/")]);
  return typeof entry.integrity === "string" ? entry.integrity : `files-${recorder.folder(folder)}`;
}

const dependenciesOf = (manifest: Readonly<Record<string, unknown>>): readonly string[] =>
  [manifest.dependencies, manifest.optionalDependencies, manifest.peerDependencies].flatMap((group) => Object.keys(asRecord(group)));

function findPackage(disk: Disk, { from, name }: { readonly from: string; readonly name: string }): string | undefined {
  for (const folder of [from, ...foldersUp(dirname(from))]) {
    const candidate = join(folder, "node_modules", name);
    if (disk.statTarget(join(candidate, "package.json")) !== undefined) return candidate;
  }
  return undefined;
}

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

function readJson(disk: Disk, path: string): Readonly<Record<string, unknown>> {
  try {
    return asRecord(JSON.parse(disk.read(path).toString("utf8")));
  } catch {
    return {};
  }
}
