import type { Disk } from "../engine/platform/disk.ts";
import { nodeDisk } from "../engine/platform/node-disk.ts";

/** This machine's disk, with how often each of its methods was asked for. */
export function countingDisk(): { readonly disk: Disk; readonly calls: ReadonlyMap<string, number> } {
  const calls = new Map<string, number>();
  const disk = new Proxy<Disk>(nodeDisk, {
    get: (target, name) => {
      calls.set(String(name), (calls.get(String(name)) ?? 0) + 1);
      return Reflect.get(target, name);
    },
  });
  return { disk, calls };
}
