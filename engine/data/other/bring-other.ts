import { dirname, join, posix } from "node:path";
import { readConfig } from "../../config/read-config.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { didYouMean } from "../../diagnostics/did-you-mean.ts";
import type { Following } from "../../events/transfer.ts";
import { type Entry, parseEntry } from "../../key/entry.ts";
import { StatCache } from "../../key/stat-cache.ts";
import type { Disk } from "../../platform/disk.ts";
import { failure, type Result, success } from "../../platform/result.ts";
import { type Lease, leaseStore } from "../../run/store-lease.ts";
import { findProjectRoot } from "../../spec/project-root.ts";
import type { BytesSource } from "../../store/bytes-source.ts";
import { openStore } from "../../store/local-store.ts";
import { lazySource } from "../../store/remote/lazy-source.ts";
import type { Store } from "../../store/store.ts";
import { storedTree, treeMembers } from "../../store/tree-members.ts";
import type { ProjectData } from "../project-data.ts";
import { type Artifact, artifactAt, artifactsOf } from "./artifacts.ts";
import type { OtherProject } from "./open-other.ts";

export interface Brought {
  /** All of it is in our store. */
  readonly entry: Entry;
  /** The name that it has there. */
  readonly name: string;
  readonly kind: Artifact["kind"] | "tracked";
}

export interface BringRequest extends Following {
  readonly other: OtherProject;
  /** In the other repository, or `name@version`. */
  readonly path: string;
}

/** Brings something of another project into our store: pinned data, a stage's output, a registered model, or a file that git keeps. */
export async function bringOther(data: ProjectData, { other, path, ...following }: BringRequest): Promise<Result<Brought, Diagnostic>> {
  const { disk } = data.platform;
  const artifacts = await artifactsOf(data.platform, other);
  const artifact = artifactAt(artifacts, path);
  const name = posix.basename(posix.normalize(path).replace(/\/$/, "")).replace(/@.*/, "");
  if (artifact === undefined) {
    const tracked = join(other.folder, posix.normalize(`/${path}`));
    const type = staysIn(disk, { folder: other.folder, path: tracked }) ? disk.statTarget(tracked)?.type : undefined;
    if (type !== "file" && type !== "directory") return failure(unknown(path, { other, artifacts }));
    const taken = await data.store.take(tracked, { ...following, exclude: data.exclude(".") });
    return taken === undefined ? failure(unknown(path, { other, artifacts })) : success({ entry: taken.entry, name, kind: "tracked" });
  }
  const { sources, lease } = await sourcesOf(data, { other, artifact, ...following });
  try {
    const entry = await memberOf(data.store, { artifact, path, sources });
    if (entry === undefined) return failure(unknown(path, { other, artifacts }));
    for (const source of sources) if (data.store.has(entry) || (await source.bring([entry], following.onTransfer))) break;
    return data.store.has(entry)
      ? success({ entry, name, kind: artifact.kind })
      : failure(bytesAbsent(artifact, { other, asked: sources.length }));
  } finally {
    lease?.release();
  }
}

/** Whether no link leads from there to another file of this machine: nobody else's repository says which of them are copied. */
function staysIn(disk: Disk, { folder, path }: { readonly folder: string; readonly path: string }): boolean {
  const [real, root] = [disk.realPath(path), disk.realPath(folder)];
  return real !== undefined && root !== undefined && (real === root || real.startsWith(`${root}/`));
}

interface SourcesRequest extends Following {
  readonly other: OtherProject;
  readonly artifact: Artifact;
}

type Source = Pick<BytesSource, "bring" | "bringTree">;

interface Sources {
  readonly sources: readonly Source[];
  /** Of the other project's store, while it is read. */
  readonly lease?: Lease;
}

/** The other project's own store, where it is on this machine; then its remote. */
async function sourcesOf(data: ProjectData, { other, artifact, signal }: SourcesRequest): Promise<Sources> {
  const { platform, notify, store } = data;
  const within = artifact.kind === "model" ? "." : dirname(artifact.path);
  const stop = signal ?? new AbortController().signal;
  const sources: Source[] = [];
  let lease: Lease | undefined;
  for (const top of [...(other.local === undefined ? [] : [other.local]), other.folder]) {
    const root = findProjectRoot(platform.disk, join(top, within));
    const config = await readConfig(platform, root);
    if (!config.ok) continue;
    const { folder } = config.value.store;
    if (top === other.local && platform.disk.stat(folder) !== undefined) {
      lease = await leaseStore({ platform, storeFolder: folder, projectRoot: root, signal: stop, onWaiting: () => undefined });
      sources.push(fromStore({ theirs: openTheirs(data, folder), ours: store }));
    }
    const { remote } = config.value;
    if (remote !== undefined)
      sources.push(lazySource({ remote, platform, store, storeFolder: data.config.store.folder, signal: stop, notify }));
  }
  return { sources, ...(lease !== undefined && { lease }) };
}

function openTheirs({ platform, projectRoot }: ProjectData, folder: string): Store {
  const { disk, clock, environment } = platform;
  const statCache = new StatCache({ disk, clock, file: join(projectRoot, ".millrace", "state", "stats.bin") });
  return openStore({ reader: { disk, statCache }, folder, processId: environment.processId, onCorrupt: () => undefined });
}

interface Stores {
  readonly theirs: Store;
  readonly ours: Store;
}

/** Members before their folder, so that a listing in our store has all that it names. */
function fromStore({ theirs, ours }: Stores): Source {
  const bring = async (entry: Entry): Promise<boolean> => {
    if (ours.has(entry)) return true;
    if (entry.shape !== "directory") {
      const file = theirs.fileOf(entry.digest);
      return file !== undefined && (await ours.put({ digest: entry.digest, shape: "file" }, file)).ok;
    }
    const bytes = theirs.readBytes(entry.digest);
    const tree = storedTree(theirs, entry.digest);
    if (bytes === undefined || tree === undefined) return false;
    for (const member of treeMembers(tree)) if (!(await bring(member))) return false;
    ours.putBytes(bytes);
    return true;
  };
  return {
    bring: async (entries) => {
      for (const entry of entries) if (!(await bring(entry))) return false;
      return true;
    },
    bringTree: async (digest) => {
      const bytes = theirs.readBytes(digest);
      if (bytes !== undefined) ours.putBytes(bytes);
      return bytes !== undefined;
    },
  };
}

interface MemberRequest {
  readonly artifact: Artifact;
  readonly path: string;
  readonly sources: readonly Source[];
}

/** The artifact, or what is at a path in it. */
async function memberOf(store: Store, { artifact, path, sources }: MemberRequest): Promise<Entry | undefined> {
  const wanted = posix.normalize(path).replace(/\/$/, "");
  if (!wanted.startsWith(`${artifact.path}/`)) return artifact.entry;
  let entry = artifact.entry;
  for (const name of wanted.slice(artifact.path.length + 1).split("/")) {
    for (const source of sources) if (!store.holds(entry.digest)) await source.bringTree(entry.digest);
    const tree = entry.shape === "directory" ? storedTree(store, entry.digest) : undefined;
    const member = tree !== undefined && Object.hasOwn(tree, name) ? parseEntry(tree[name] ?? "") : undefined;
    if (member === undefined) return undefined;
    entry = member;
  }
  return entry;
}

function unknown(
  path: string,
  { other, artifacts }: { readonly other: OtherProject; readonly artifacts: readonly Artifact[] },
): Diagnostic {
  const near = didYouMean(
    path,
    artifacts.map((artifact) => artifact.path),
  );
  return {
    code: "artifact-unknown",
    severity: "error",
    message: `${other.repository} has no ${path} at ${other.commit.slice(0, 12)}`,
    why: "it is neither pinned there, nor an output in a lock, nor a registered model, nor a file in git",
    hint: near === undefined ? `what it has: \`millrace ls ${other.repository}\`` : `did you mean ${near}?`,
  };
}

const bytesAbsent = ({ path }: Artifact, { other, asked }: { readonly other: OtherProject; readonly asked: number }): Diagnostic => ({
  code: "data-absent",
  severity: "error",
  message: `${other.repository} names ${path}, and its bytes could not be had`,
  why:
    asked === 0 ? "it is not on this machine, and its millrace.config.yaml names no remote" : "neither its store nor its remote gave them",
  hint: "push them from a checkout that has them: `millrace push`",
});
