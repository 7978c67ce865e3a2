import { join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { keyReasons } from "../freshness/key-reasons.ts";
import { keyStage } from "../freshness/key-stage.ts";
import type { Verdict } from "../freshness/verdict.ts";
import { isPlaceholder } from "../graph/unknown-value.ts";
import { parseEntry } from "../key/entry.ts";
import { readLock } from "../lock/lock-file.ts";
import type { StageId } from "../platform/identity.ts";
import { growByLock } from "./grow-by-lock.ts";
import { openSession } from "./session.ts";
import type { Status, StatusRequest } from "./status.ts";
import { StatusGates } from "./status-gates.ts";

/**
 * `status --check`: does the committed lock belong to the committed pipeline and files? Judged by keys alone, with the locked
 * digests of outputs, so that it needs neither outputs nor store; every stage that is not fresh is stale.
 */
export async function check({ plan: given, platform, signal }: StatusRequest): Promise<Status> {
  const diagnostics: Diagnostic[] = [];
  const lock = readLock(platform.disk, join(given.pipeline.projectRoot, given.pipeline.lockFile));
  const plan = await growByLock(given, lock);
  const session = await openSession({ plan, platform, notify: (diagnostic) => diagnostics.push(diagnostic), signal });
  const { workspace } = session;
  const verdicts = new Map<StageId, Verdict>();
  const gates = new StatusGates(plan);
  for (const stage of plan.stages.values()) {
    if (stage.skipped) verdicts.set(stage.id, { state: "skipped", reasons: [] });
    if (stage.skipped || !plan.selected.has(stage.id)) continue;
    if (isPlaceholder(stage.id)) {
      verdicts.set(stage.id, { state: "stale", key: undefined, reasons: [{ kind: "no-record" }] });
      continue;
    }
    const locked = workspace.lock.records.get(stage.id);
    const keyed = await keyStage(workspace, {
      stage,
      produced: (source) => parseEntry(workspace.lock.records.get(source.stage)?.out[source.port] ?? ""),
    });
    if (!keyed.ok) {
      verdicts.set(stage.id, { state: "stale", key: undefined, reasons: [{ kind: "no-record" }] });
      continue;
    }
    const { key } = keyed.value.manifest;
    if (locked !== undefined && (stage.frozen || locked.key === key)) {
      verdicts.set(stage.id, { state: "fresh", key, reasons: [] });
      const complete = stage.outputs.every((output) => output.type !== "measurement");
      gates.judge(stage, locked.metrics, { complete });
    } else verdicts.set(stage.id, { state: "stale", key, reasons: await keyReasons({ workspace, stage, ...keyed.value }) });
  }
  await session.close();
  return { verdicts, plan, gates: gates.evaluated, diagnostics: [...diagnostics, ...gates.diagnostics] };
}
