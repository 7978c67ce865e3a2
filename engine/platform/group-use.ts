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
  let [memory, cpu, processes] = [0, 0, 0];
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = read(`/proc/${name}/stat`);
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (Number(fields[2]) !== group) continue;
    processes += 1;
    memory += kilobytes(exact ? read(`/proc/${name}/smaps_rollup`) : "", "Pss") ?? kilobytes(read(`/proc/${name}/status`), "VmRSS") ?? 0;
    cpu += fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * millisecondsOfTick, 0);
  }
  return processes === 0 ? undefined : { memory, cpu, processes };
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
