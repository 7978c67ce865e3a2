import type { RemoteConfig } from "../config/config.ts";
import type { Following } from "../events/transfer.ts";
import type { BytesSource } from "../store/bytes-source.ts";
import { evidenceOf, lockedKeys, type SharedContent } from "./shared-content.ts";
import type { SharedProject } from "./shared-project.ts";
import { type Written, writeContents } from "./write-contents.ts";

export interface PullRequest extends Required<Following> {
  readonly project: SharedProject;
  readonly remote: RemoteConfig;
  readonly source: BytesSource;
  readonly contents: readonly SharedContent[];
  /** Into the store alone: nothing in the workspace changes. */
  readonly storeOnly: boolean;
  readonly dryRun: boolean;
}

export interface PullReport extends Written {
  readonly remote: string;
  readonly dryRun: boolean;
  /** Brought into the store, or to be brought. */
  readonly brought: readonly string[];
  /** In the store already. */
  readonly here: readonly string[];
  /** Neither here nor on the remote. */
  readonly missing: readonly string[];
}

const nothingWritten: Written = { written: [], edited: [], unwritten: [] };

/** Brings what the lock, the pins and the registry name, whatever the pipeline has become since; then what explains it. */
export async function pull(request: PullRequest): Promise<PullReport> {
  const { project, remote, source, contents, dryRun, storeOnly, onTransfer } = request;
  const { store } = project.data;
  const absent = contents.filter(({ entry }) => !store.has(entry));
  const here = contents.filter((content) => !absent.includes(content));
  if (dryRun) {
    const held = await source.holds(absent.map(({ entry }) => entry));
    const brought = absent.filter((_, index) => held[index] === true);
    return report(request, { brought, here, missing: absent.filter((content) => !brought.includes(content)), ...nothingWritten });
  }
  if (absent.length > 0)
    await source.bring(
      absent.map(({ entry }) => entry),
      onTransfer,
    );
  request.signal.throwIfAborted();
  const brought = absent.filter(({ entry }) => store.has(entry));
  if (contents.some(({ kind }) => kind === "output")) await bringEvidence(project, source);
  const written = storeOnly ? nothingWritten : await writeContents(request, [...here, ...brought]);
  return report(request, { brought, here, missing: absent.filter((content) => !brought.includes(content)), ...written });

  function report({ dryRun }: PullRequest, { brought, here, missing, ...written }: Pulled): PullReport {
    const names = (some: readonly SharedContent[]): readonly string[] => some.map(({ name }) => name);
    return { remote: remote.name, dryRun, brought: names(brought), here: names(here), missing: names(missing), ...written };
  }
}

interface Pulled extends Written {
  readonly brought: readonly SharedContent[];
  readonly here: readonly SharedContent[];
  readonly missing: readonly SharedContent[];
}

/** `why` can then compare with what another machine ran. Where it is not there, `why` says less. */
async function bringEvidence({ data: { store }, pipeline }: SharedProject, source: BytesSource): Promise<void> {
  if (pipeline === undefined) return;
  const manifests = lockedKeys(pipeline).filter((key) => !store.holds(key));
  if (manifests.length > 0) await source.bring(manifests.map((digest) => ({ digest, shape: "file" })));
  const evidence = manifests.flatMap((key) => evidenceOf(store, key)).filter(({ digest }) => !store.holds(digest));
  const files = evidence.filter(({ shape }) => shape !== "directory");
  if (files.length > 0) await source.bring(files);
  // Of a folder the listing alone: what is in it may be large.
  for (const { shape, digest } of evidence) if (shape === "directory") await source.bringTree(digest);
}
