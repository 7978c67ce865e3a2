import { dirname, join } from "node:path";
import type { RemoteConfig } from "../config/config.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { OnTransfer } from "../events/transfer.ts";
import { absolute } from "../freshness/workspace.ts";
import type { PlanStage } from "../graph/plan.ts";
import { readContent } from "../key/content.ts";
import { type Entry, sameEntry } from "../key/entry.ts";
import { Ledger } from "../lock/ledger.ts";
import { OutputKeeper } from "../run/output-keeper.ts";
import type { Session } from "../run/session.ts";
import type { BytesSource } from "../store/bytes-source.ts";
import { evidenceOf, lockedKeys, type SharedContent } from "./shared-content.ts";

export interface PullRequest {
  readonly session: Session;
  readonly remote: RemoteConfig;
  readonly source: BytesSource;
  readonly contents: readonly SharedContent[];
  /** Into the store alone: nothing in the workspace changes. */
  readonly storeOnly: boolean;
  readonly dryRun: boolean;
  readonly notify: (diagnostic: Diagnostic) => void;
  readonly onTransfer: OnTransfer;
}

export interface PullReport {
  readonly remote: string;
  readonly dryRun: boolean;
  /** Brought into the store, or to be brought. */
  readonly brought: readonly string[];
  /** In the store already. */
  readonly here: readonly string[];
  /** Neither here nor on the remote. */
  readonly missing: readonly string[];
  /** Paths that were written into the workspace. */
  readonly written: readonly string[];
}

/** Brings what the lock and the registry name, whatever the pipeline has become since; then what explains it. */
export async function pull(request: PullRequest): Promise<PullReport> {
  const { session, remote, source, contents, dryRun, storeOnly, onTransfer } = request;
  const { store } = session.workspace;
  const absent = contents.filter(({ entry }) => !store.has(entry));
  const here = contents.filter((content) => !absent.includes(content));
  if (dryRun) {
    const held = await source.holds(absent.map(({ entry }) => entry));
    const brought = absent.filter((_, index) => held[index] === true);
    return report(remote, { dryRun, brought, here, missing: absent.filter((content) => !brought.includes(content)), written: [] });
  }
  if (absent.length > 0)
    await source.bring(
      absent.map(({ entry }) => entry),
      onTransfer,
    );
  const brought = absent.filter(({ entry }) => store.has(entry));
  await bringEvidence(session, source);
  const written = storeOnly ? [] : await writeOutputs(request, [...here, ...brought]);
  return report(remote, { dryRun, brought, here, missing: absent.filter((content) => !brought.includes(content)), written });
}

interface Pulled {
  readonly dryRun: boolean;
  readonly brought: readonly SharedContent[];
  readonly here: readonly SharedContent[];
  readonly missing: readonly SharedContent[];
  readonly written: readonly string[];
}

const report = (remote: RemoteConfig, { dryRun, brought, here, missing, written }: Pulled): PullReport => ({
  remote: remote.name,
  dryRun,
  brought: brought.map(({ name }) => name),
  here: here.map(({ name }) => name),
  missing: missing.map(({ name }) => name),
  written,
});

/** `why` can then compare with what another machine ran. Where it is not there, `why` says less. */
async function bringEvidence({ workspace }: Session, source: BytesSource): Promise<void> {
  const { store } = workspace;
  const manifests = lockedKeys(workspace).filter((key) => !store.holds(key));
  if (manifests.length > 0) await source.bring(manifests.map((digest) => ({ digest, shape: "file" })));
  const evidence = manifests.flatMap((key) => evidenceOf(store, key)).filter(({ digest }) => !store.holds(digest));
  const files = evidence.filter(({ shape }) => shape !== "directory");
  if (files.length > 0) await source.bring(files);
  // Of a folder the listing alone: what is in it may be large.
  for (const { shape, digest } of evidence) if (shape === "directory") await source.bringTree(digest);
}

/** What stands there and is other is treated as before a restore: a person's own bytes are moved aside. */
async function writeOutputs({ session, notify }: PullRequest, contents: readonly SharedContent[]): Promise<readonly string[]> {
  const { workspace, platform, stateFolder } = session;
  const ledger = new Ledger({ disk: platform.disk, file: join(stateFolder, "state", "ledger.jsonl") });
  const keeper = new OutputKeeper({ workspace, ledger, displacedFolder: join(stateFolder, "displaced", "pull"), notify });
  const written: string[] = [];
  const outputs = new Map<PlanStage, Record<string, Entry>>();
  for (const { stage, path, entry } of contents) {
    const output = stage?.outputs.find((candidate) => candidate.path === path);
    if (path === undefined) continue;
    const target = absolute(workspace, path);
    if (stage === undefined || output === undefined) {
      // Pinned data: what stands there already, `checkout` compares.
      if (platform.disk.stat(target) !== undefined) continue;
      platform.disk.makeDirectory("output", dirname(target));
      if ((await workspace.store.materialize(entry, target)).ok) written.push(path);
      continue;
    }
    const there = await readContent(workspace.reader, { path: target });
    outputs.set(stage, { ...outputs.get(stage), [output.port]: entry });
    if (there !== undefined && sameEntry(there, entry)) continue;
    await keeper.clear(path);
    await keeper.claim(stage, path);
    if ((await workspace.store.materialize(entry, target)).ok) written.push(path);
  }
  for (const [stage, entries] of outputs) keeper.settle(stage, entries);
  ledger.compact();
  return written;
}
