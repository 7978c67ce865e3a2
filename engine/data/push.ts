import type { RemoteConfig } from "../config/config.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Following } from "../events/transfer.ts";
import { entryText } from "../key/entry.ts";
import { openTransport } from "../store/remote/open-transport.ts";
import { send } from "../store/remote/send.ts";
import { sendActions } from "../store/remote/send-actions.ts";
import { readSigning } from "../store/remote/signature.ts";
import { evidenceOf, lockedKeys, lockedResults, type SharedContent } from "./shared-content.ts";
import type { SharedProject } from "./shared-project.ts";

export interface PushRequest extends Required<Following> {
  readonly project: SharedProject;
  readonly remote: RemoteConfig;
  readonly contents: readonly SharedContent[];
  readonly jobs: number;
  readonly dryRun: boolean;
  readonly resend: boolean;
}

export interface PushReport {
  readonly remote: string;
  readonly url: string;
  readonly dryRun: boolean;
  /** A folder that was not there: a new remote, or a share that is not mounted. */
  readonly begun: boolean;
  /** Objects that were not there, and their bytes. */
  readonly objects: number;
  readonly bytes: number;
  /** Objects that were there. */
  readonly there: number;
  /** Signed results that were not there; absent where no key is set to sign them with. */
  readonly results?: number;
  /** Results that were not sent for want of such a key. */
  readonly unsigned: number;
  /** Of what was to be sent: what is neither here nor there. */
  readonly missing: readonly string[];
}

/** Sends bytes first and the results that name them last: a cut leaves no result without its bytes. */
export async function push(request: PushRequest): Promise<PushReport> {
  const { project, remote, contents, jobs, dryRun, resend, signal, onTransfer } = request;
  const { platform, store } = project.data;
  // Results by key, and what explains them, go with the outputs.
  const pipeline = contents.some(({ kind }) => kind === "output") ? project.pipeline : undefined;
  const transport = await openTransport({ remote, platform, signal, writing: true });
  const begun = transport.isNew ?? false;
  const keys = pipeline === undefined ? [] : lockedKeys(pipeline);
  const manifests = keys.map((digest) => ({ digest, shape: "file" as const }));
  const evidence = [...manifests, ...keys.flatMap((key) => evidenceOf(store, key))];
  const entries = contents.map(({ entry }) => entry);
  const sent = await send({ transport, store, entries, evidence, jobs, dryRun, resend, onTransfer });
  const incomplete = new Set(sent.incomplete.map(entryText));
  const signing = pipeline === undefined ? undefined : readSigning(platform);
  const results = (pipeline === undefined ? [] : lockedResults(pipeline, store)).filter(({ result }) =>
    Object.values(result.outputs).every((entry) => !incomplete.has(entryText(entry))),
  );
  const there = await thereAlready(request, incomplete);
  return {
    remote: remote.name,
    url: transport.shown,
    dryRun,
    begun,
    objects: sent.objects,
    bytes: sent.bytes,
    there: sent.there,
    ...(signing !== undefined && { results: await sendActions({ transport, signing, results, jobs, dryRun }) }),
    unsigned: signing === undefined ? results.length : 0,
    missing: contents.flatMap(({ entry, name }) => (incomplete.has(entryText(entry)) && !there.has(entryText(entry)) ? [name] : [])),
  };
}

/** What this machine lacks may be there: another one has made and sent it. */
async function thereAlready({ project: { data }, contents }: PushRequest, incomplete: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const asked = contents.filter(({ entry }) => incomplete.has(entryText(entry))).map(({ entry }) => entry);
  if (asked.length === 0 || data.remote === undefined) return new Set();
  const held = await data.remote.holds(asked);
  return new Set(asked.flatMap((entry, index) => (held[index] === true ? [entryText(entry)] : [])));
}

export const readOnlyRemote = ({ name }: RemoteConfig): Diagnostic => ({
  code: "remote-read-only",
  severity: "error",
  message: `this machine may not write to remote ${name}`,
  why: "a remote is read-only unless this machine is trusted to write: what is pushed is used by others",
  hint: `where it may: MILLRACE_TRUST=write in the environment, or in .millrace/config.yaml (which is not committed):\n  remotes: { ${name}: { trust: write } }`,
});
