import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { absolute, type Workspace } from "../freshness/workspace.ts";
import { listName } from "../graph/awaited-lists.ts";
import type { ListSource, Lists, PlanStage } from "../graph/plan.ts";
import { readContent } from "../key/content.ts";
import { type Entry, entryText, sameEntry } from "../key/entry.ts";
import { readList } from "../kind/list-file.ts";
import type { Lock } from "../lock/lock-file.ts";
import type { LockRecord } from "../lock/lock-record.ts";
import { failure, type Result, success } from "../platform/result.ts";

/** The lists that a stage has left in the workspace, as they are recorded; nothing for a stage without one, or where one cannot be read. */
export function recordedLists(workspace: Workspace, stage: PlanStage): Pick<LockRecord, "lists"> {
  const read = collectLists(workspace, stage);
  return read.ok && Object.keys(read.value).length > 0 ? { lists: read.value } : {};
}

/** What the stage's ports of type `list` hold. */
export function collectLists(workspace: Workspace, stage: PlanStage): Result<Readonly<Record<string, readonly unknown[]>>, Diagnostic> {
  const lists: Record<string, readonly unknown[]> = {};
  for (const { port, path, type } of stage.outputs) {
    if (type !== "list") continue;
    const file = absolute(workspace, path);
    if (workspace.reader.disk.stat(file)?.type !== "file") continue;
    const read = readList(workspace.reader.disk.read(file).toString("utf8"));
    if (!read.ok) {
      return failure({
        code: "output-kind",
        severity: "error",
        message: `output ${port} of stage ${stage.id} is no list, at ${path}`,
        why: read.failure,
        hint: 'write a JSON list of texts, numbers or maps, such as ["a", "b"]; `jq -R . | jq -s .` makes one of lines',
      });
    }
    lists[port] = read.value;
  }
  return success(lists);
}

/** A list of which the content is known: from the lock, the workspace or the store; `undefined` where its bytes are nowhere. */
export async function listOf(
  { lock, reader, store, projectRoot }: Workspace,
  { source, entry }: { readonly source: ListSource; readonly entry: Entry },
): Promise<readonly unknown[] | undefined> {
  const record = lock.records.get(source.stage);
  const recorded = record?.out[source.port] === entryText(entry) ? record.lists?.[source.port] : undefined;
  if (recorded !== undefined) return recorded;
  const path = absolute({ projectRoot }, source.path);
  const there = await readContent(reader, { path });
  const bytes = there !== undefined && sameEntry(there, entry) ? reader.disk.read(path) : store.readBytes(entry.digest);
  const read = bytes === undefined ? undefined : readList(bytes.toString("utf8"));
  return read?.ok === true ? read.value : undefined;
}

/** The lists that the lock knows, by the name that a plan gives them. */
export function lockedLists(lock: Lock, sources: readonly ListSource[]): Lists {
  return new Map(
    sources.flatMap((source) => {
      const list = lock.records.get(source.stage)?.lists?.[source.port];
      return list === undefined ? [] : [[listName(source), list] as const];
    }),
  );
}
