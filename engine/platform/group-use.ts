import { readdirSync, readFileSync } from "node:fs";

/** What the processes of a group have now. */
export interface GroupUse {
  /** Bytes; a page that several of them share counts once in each, unless `exact` was asked for. */
  readonly memory: number;
  /** Milliseconds of processor time so far, with that of children that have ended. */
  readonly cpu: number;
  readonly processes: number;
}

/** From Linux' /proc, see proc_pid_stat(5), proc_pid_status(5) and proc_pid_smaps(5); `undefined` elsewhere, and where the group is gone. */
export function groupUse(group: number, { exact = false } = {}): GroupUse | undefined {
  if (process.platform !== "linux") return undefined;
  const members = membersByGroup().get(group) ?? [];
  let [memory, cpu] = [0, 0];
  for (const member of members) {
    const path = `/proc/${member.processId}`;
    memory += kilobytes(exact ? read(`${path}/smaps_rollup`) : "", "Pss") ?? kilobytes(read(`${path}/status`), "VmRSS") ?? 0;
    cpu += member.cpu;
  }
  return members.length === 0 ? undefined : { memory, cpu, processes: members.length };
}

interface Member {
  readonly processId: number;
  /** Milliseconds. */
  readonly cpu: number;
}

/** Milliseconds for which a look at all processes of the machine is good: stages at work at the same time share it. */
const goodFor = 50;

let looked: { readonly at: number; readonly groups: ReadonlyMap<number, readonly Member[]> } | undefined;

function membersByGroup(): ReadonlyMap<number, readonly Member[]> {
  const now = performance.now();
  if (looked !== undefined && now - looked.at < goodFor) return looked.groups;
  const groups = new Map<number, Member[]>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = read(`/proc/${name}/stat`);
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const group = Number(fields[2]);
    const cpu = fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * millisecondsOfTick, 0);
    const members = groups.get(group);
    if (members === undefined) groups.set(group, [{ processId: Number(name), cpu }]);
    else members.push({ processId: Number(name), cpu });
  }
  looked = { at: now, groups };
  return groups;
}

/** The kernel tells user space of hundredths of a second, whatever its own clock does. */
const millisecondsOfTick = 10;

/** Bytes of a line such as `VmRSS:     1234 kB`. */
function kilobytes(text: string, key: string): number | undefined {
  const found = new RegExp(`^${key}:\\s+([0-9]+) kB`, "m").exec(text)?.[1];
  return found === undefined ? undefined : Number(found) * 1024;
}

/** Empty where the process is gone, or not ours to look at. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
