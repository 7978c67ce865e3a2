import type { Disk, WritePoint } from "../../engine/platform/disk.ts";

/** Called before the n-th write (from 0), and after it; may throw what a disk would. */
export interface WriteWatcher {
  before?(write: number, point: WritePoint): void;
  after?(write: number, point: WritePoint): void;
}

/** A disk that tells of each of its writes. */
export function watchedDisk(disk: Disk, watcher: WriteWatcher): Disk {
  let writes = 0;
  const watched =
    <Rest extends readonly unknown[], Value>(write: (point: WritePoint, ...rest: Rest) => Value) =>
    (point: WritePoint, ...rest: Rest): Value => {
      const number = writes++;
      watcher.before?.(number, point);
      const value = write(point, ...rest);
      if (value instanceof Promise) return value.finally(() => watcher.after?.(number, point)) as Value;
      watcher.after?.(number, point);
      return value;
    };
  return {
    ...disk,
    makeDirectory: watched(disk.makeDirectory),
    replace: watched(disk.replace),
    append: watched(disk.append),
    copy: watched(disk.copy),
    copyAll: watched(disk.copyAll),
    enterAll: watched(disk.enterAll),
    tellTime: watched(disk.tellTime),
    rename: watched(disk.rename),
    link: watched(disk.link),
    symlink: watched(disk.symlink),
    setMode: watched(disk.setMode),
    touch: watched(disk.touch),
    remove: watched(disk.remove),
  };
}
