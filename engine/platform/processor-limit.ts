import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Processors' worth of time that the container or slice of this process may use, as a number with a fraction; `undefined` where it has
 * no limit, or none is known of. From Linux' cgroups of version 2: `cpu.max` of its group and of those around it.
 */
export function processorLimit({ root = "/sys/fs/cgroup", own = "/proc/self/cgroup" } = {}): number | undefined {
  const path = /^0::(\/.*)$/m.exec(read(own))?.[1];
  if (path === undefined) return undefined;
  let least: number | undefined;
  for (let group = path; ; group = dirname(group)) {
    const [, quota, period] = /^(\d+) (\d+)/.exec(read(join(root, group, "cpu.max"))) ?? [];
    if (quota !== undefined) least = Math.min(least ?? Number.POSITIVE_INFINITY, Number(quota) / Number(period));
    if (group === "/") return least;
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
