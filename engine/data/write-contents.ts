import { join } from "node:path";
import type { Following } from "../events/transfer.ts";
import type { PlanStage } from "../graph/plan.ts";
import { readContent } from "../key/content.ts";
import { type Entry, sameEntry } from "../key/entry.ts";
import { Ledger } from "../lock/ledger.ts";
import type { ProjectPath } from "../platform/identity.ts";
import { OutputKeeper } from "../run/output-keeper.ts";
import type { BytesSource } from "../store/bytes-source.ts";
import { checkoutEntry } from "./checkout.ts";
import type { SharedContent } from "./shared-content.ts";
import type { SharedProject } from "./shared-project.ts";

/** Paths of the project. */
export interface Written {
  readonly written: readonly ProjectPath[];
  /** Pinned data that someone edited here: left as it is, and told. */
  readonly edited: readonly ProjectPath[];
  /** What could not be written, and told. */
  readonly unwritten: readonly ProjectPath[];
}

export interface WriteRequest extends Following {
  readonly project: SharedProject;
  readonly source: BytesSource;
}

/**
 * Puts what is in the store at its path in the workspace. Outputs are treated as before a restore, a person's own bytes moved aside;
 * pinned data as by `checkout`, which leaves them.
 */
export async function writeContents(request: WriteRequest, contents: readonly SharedContent[]): Promise<Written> {
  const outputs = await writeOutputs(request, contents);
  const pins = await writePins(request, contents);
  return {
    written: [...outputs.written, ...pins.written],
    edited: pins.edited,
    unwritten: [...outputs.unwritten, ...pins.unwritten],
  };
}

async function writePins({ project: { data }, onTransfer, signal }: WriteRequest, contents: readonly SharedContent[]): Promise<Written> {
  const done = { written: [] as ProjectPath[], edited: [] as ProjectPath[], unwritten: [] as ProjectPath[] };
  const following = { ...(onTransfer !== undefined && { onTransfer }), ...(signal !== undefined && { signal }) };
  for (const { pinned } of contents) {
    if (pinned === undefined) continue;
    const outcome = await checkoutEntry(data, { wanted: pinned, force: false, ...following });
    if (outcome.ok) {
      if (outcome.value.outcome !== "there") done.written.push(pinned.path);
      continue;
    }
    data.notify(outcome.failure);
    (outcome.failure.code === "data-edited" ? done.edited : done.unwritten).push(pinned.path);
  }
  return done;
}

interface Output {
  readonly stage: PlanStage;
  readonly port: string;
  readonly path: ProjectPath;
  readonly entry: Entry;
}

async function writeOutputs(request: WriteRequest, contents: readonly SharedContent[]): Promise<Omit<Written, "edited">> {
  const { data, pipeline } = request.project;
  const { platform, projectRoot, reader, notify } = data;
  const outputs = contents.flatMap(({ stage, path, entry }): readonly Output[] => {
    const port = stage?.outputs.find((candidate) => candidate.path === path)?.port;
    return stage === undefined || path === undefined || port === undefined ? [] : [{ stage, port, path, entry }];
  });
  if (pipeline === undefined || outputs.length === 0) return { written: [], unwritten: [] };
  const stateFolder = join(projectRoot, ".millrace");
  const ledger = new Ledger({ disk: platform.disk, file: join(stateFolder, "state", "ledger.jsonl") });
  const keeper = new OutputKeeper({
    workspace: { ...data, plan: pipeline.plan },
    ledger,
    displacedFolder: join(stateFolder, "displaced", "pull"),
    notify,
  });
  const [written, unwritten]: [ProjectPath[], ProjectPath[]] = [[], []];
  const settled = new Map<PlanStage, Record<string, Entry>>();
  for (const output of outputs) {
    const { stage, port, path, entry } = output;
    request.signal?.throwIfAborted();
    const there = await readContent(reader, { path: join(projectRoot, path) });
    if (there === undefined || !sameEntry(there, entry)) {
      await keeper.clear(path);
      await keeper.claim(stage, path);
      if (!(await materialize(request, output))) {
        unwritten.push(path);
        continue;
      }
      written.push(path);
    }
    settled.set(stage, { ...settled.get(stage), [port]: entry });
  }
  for (const [stage, entries] of settled) keeper.settle(stage, entries);
  ledger.compact();
  return { written, unwritten };
}

async function materialize(
  { project: { data }, source, onTransfer, signal }: WriteRequest,
  { stage, port, path, entry }: Output,
): Promise<boolean> {
  const following = { ...(onTransfer !== undefined && { onTransfer }), ...(signal !== undefined && { signal }) };
  const target = join(data.projectRoot, path);
  const write = async (): Promise<boolean> => (await data.store.materialize(entry, target, following)).ok;
  if (await write()) return true;
  // What was corrupt is dropped by now: the remote may have it whole.
  if ((await source.bring([entry], onTransfer)) && (await write())) return true;
  data.notify({
    code: "object-absent",
    severity: "error",
    message: `${path} could not be written: the bytes of ${stage.id}.${port} are no longer in the store`,
    why: "they were damaged there, and the remote does not have them",
    hint: `millrace run ${stage.id} makes them again`,
  });
  return false;
}
