import type { Verdict } from "../freshness/verdict.ts";
import type { StageId } from "../platform/identity.ts";
import type { BytesSource } from "../store/bytes-source.ts";
import { inParallel } from "../store/remote/in-parallel.ts";
import type { PinnedEntry } from "./pinned-entries.ts";
import { lockedOutputs, pinnedContent, registeredModels, type SharedContent } from "./shared-content.ts";
import type { SharedProject } from "./shared-project.ts";

/**
 * Of what the lock, a pin or the registry names: `there`, on the remote and in the store; `to-push`, in the store alone; `to-pull`, on
 * the remote alone; `nowhere`; `unknown`, since the remote did not answer. Of a stage that must run: `known`, its result is on the
 * remote by key, and `run --pull` fetches it.
 */
export type RemoteState = "there" | "to-push" | "to-pull" | "known" | "nowhere" | "unknown";

export interface RemoteFinding {
  readonly kind: "stage" | "pin" | "model";
  /** Name of the stage, path of the data, `wine 0.2.0`. */
  readonly name: string;
  readonly state: RemoteState;
}

export interface RemoteStatusRequest {
  readonly project: SharedProject;
  readonly source: BytesSource;
  /** Absent where there is no pipeline. */
  readonly verdicts?: ReadonlyMap<StageId, Verdict>;
  readonly pins: readonly PinnedEntry[];
}

/** What a remote has of what is committed by name. Sends and brings nothing but listings of folders. */
export async function remoteStatus({ project, source, verdicts, pins }: RemoteStatusRequest): Promise<readonly RemoteFinding[]> {
  const { data, pipeline } = project;
  const outputs = pipeline === undefined ? [] : lockedOutputs(pipeline);
  const isAll = pipeline?.plan.complete ?? true;
  const contents = [...outputs, ...(isAll ? registeredModels(data) : []), ...pins.map(pinnedContent)];
  const held = await source.holds(contents.map(({ entry }) => entry));
  const groups = new Map<string, Group>();
  for (const [index, content] of contents.entries()) {
    const { kind, name } = groupOf(content);
    const before = groups.get(name) ?? { kind, here: true, there: true };
    groups.set(name, {
      kind,
      here: before.here && data.store.has(content.entry),
      there: before.there && held[index] === true,
    });
  }
  const known = await knownResults(source, verdicts);
  for (const name of known) groups.set(name, { kind: "stage", here: false, there: true });
  return [...groups].map(([name, group]) => ({
    kind: group.kind,
    name,
    state: known.has(name) ? "known" : stateOf(group, source.isSilent()),
  }));
}

interface Group {
  readonly kind: RemoteFinding["kind"];
  readonly here: boolean;
  readonly there: boolean;
}

/** Outputs of a stage go and come together. */
const groupOf = ({ kind, name, stage }: SharedContent): Pick<RemoteFinding, "kind" | "name"> =>
  kind === "output" ? { kind: "stage", name: stage?.id ?? name } : { kind, name };

function stateOf({ here, there }: Group, isSilent: boolean): RemoteState {
  if (there) return here ? "there" : "to-pull";
  if (isSilent) return "unknown";
  return here ? "to-push" : "nowhere";
}

/** Stages that must run, and whose result another machine has pushed, signed. */
async function knownResults(source: BytesSource, verdicts: RemoteStatusRequest["verdicts"]): Promise<ReadonlySet<string>> {
  const stale = [...(verdicts ?? [])].flatMap(([stage, verdict]) =>
    verdict.state === "stale" && verdict.key !== undefined ? [{ stage, key: verdict.key }] : [],
  );
  const known = new Set<string>();
  const work = async ({ stage, key }: (typeof stale)[number]): Promise<void> => {
    const result = await source.look(key);
    const held = result === undefined ? [false] : await source.holds(Object.values(result.outputs));
    if (held.every((there) => there)) known.add(stage);
  };
  await inParallel(stale, { limit: 8, work });
  return known;
}
