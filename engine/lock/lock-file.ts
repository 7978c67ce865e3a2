import { canonicalJson } from "../key/canonical-json.ts";
import { digestOf } from "../key/digest.ts";
import type { Disk } from "../platform/disk.ts";
import { asStageId, type StageId } from "../platform/identity.ts";
import type { LockRecord } from "./lock-record.ts";

export type Damage = "seal" | "conflict" | "duplicate";

export interface Lock {
  readonly records: ReadonlyMap<StageId, LockRecord>;
  /** Stages whose line cannot be believed; each counts as absent. */
  readonly damaged: ReadonlyMap<StageId, Damage>;
  /** Lines that are not a record of any stage: conflict markers, text. 1-based. */
  readonly strayLines: readonly number[];
}

export const emptyLock: Lock = { records: new Map(), damaged: new Map(), strayLines: [] };

export function readLock(disk: Disk, path: string): Lock {
  return disk.stat(path)?.type === "file" ? parseLock(disk.read(path).toString("utf8")) : emptyLock;
}

/**
 * Each line stands alone, so that git may merge two locks freely: commas do not matter, a line between conflict markers or a
 * stage with two different lines is damaged, and the rest is still good.
 */
export function parseLock(text: string): Lock {
  const records = new Map<StageId, LockRecord>();
  const damaged = new Map<StageId, Damage>();
  const strayLines: number[] = [];
  let inConflict = false;
  text.split(/\r?\n/).forEach((line, index) => {
    if (/^(<{7}|\|{7}|={7}|>{7})/.test(line)) {
      inConflict = !line.startsWith(">");
      strayLines.push(index + 1);
      return;
    }
    const parsed = parseLine(line);
    if (parsed === undefined) {
      if (!frameLines.has(line.trim())) strayLines.push(index + 1);
      return;
    }
    const { stage, record } = parsed;
    const earlier = records.get(stage);
    if (inConflict) damaged.set(stage, "conflict");
    else if (record === undefined) damaged.set(stage, "seal");
    else if (earlier !== undefined && canonicalJson(earlier) !== canonicalJson(record)) damaged.set(stage, "duplicate");
    else records.set(stage, record);
  });
  for (const stage of damaged.keys()) records.delete(stage);
  return { records, damaged, strayLines };
}

/** Sorted by stage, one line each: the same records make the same bytes. */
export function renderLock(records: ReadonlyMap<StageId, LockRecord>): string {
  const lines = [...records]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(
      ([stage, record]) => `${JSON.stringify(stage)}:${asRead.get(record) ?? canonicalJson({ ...record, seal: sealOf(stage, record) })}`,
    );
  return `${opening}\n${lines.join(",\n")}${lines.length === 0 ? "" : "\n"}${closing}\n`;
}

const opening = '{"millrace":1,"stages":{';
const closing = "}}";
const frameLines = new Set(["", opening, closing]);

const sealOf = (stage: StageId, record: LockRecord): string => sealOfText(stage, canonicalJson(record));
const sealOfText = (stage: StageId, text: string): string => digestOf(`${stage}\n${text}`).slice(0, 16);

/** What stands behind a record's name, where it is what was sealed to the letter: most records are written back as they were read. */
const asRead = new WeakMap<LockRecord, string>();

/** `undefined`: no record at all; a record that is `undefined`: one that its seal does not match. */
function parseLine(line: string): { readonly stage: StageId; readonly record: LockRecord | undefined } | undefined {
  const match = /^\s*"([^"\\]+)":(\{.*\}),?\s*$/.exec(line);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  const stage = asStageId(match[1]);
  try {
    const { seal, ...record }: LockRecord & { seal?: string } = JSON.parse(match[2]);
    const ending = `,"seal":"${seal}"}`;
    const verbatim = match[2].endsWith(ending) && seal === sealOfText(stage, `${match[2].slice(0, -ending.length)}}`);
    if (verbatim) asRead.set(record, match[2]);
    else if (seal !== sealOf(stage, record)) return { stage, record: undefined };
    return { stage, record };
  } catch {
    return { stage, record: undefined };
  }
}
