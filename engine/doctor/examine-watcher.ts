import type { Platform } from "../platform/platform.ts";
import type { Finding } from "./finding.ts";

/** `max_user_watches` and `max_user_instances` of inotify(7); other systems have no such limit. */
const limits = "/proc/sys/fs/inotify";

/** Fewer than this, and one large folder of data, or one open editor, uses them up. */
const enough = 65_536;

export function examineWatcher({ disk }: Platform): readonly Finding[] {
  const watches = readNumber("max_user_watches");
  const instances = readNumber("max_user_instances");
  if (watches === undefined || instances === undefined) return [];
  const found = `${watches} inotify watches and ${instances} instances for a user`;
  if (watches >= enough) return [{ check: "watch", state: "good", found }];
  const why = "`millrace watch` needs one for each input file and folder; editors take from the same";
  return [{ check: "watch", state: "note", found, why, hint: "sudo sysctl fs.inotify.max_user_watches=524288" }];

  function readNumber(name: string): number | undefined {
    if (disk.statTarget(`${limits}/${name}`)?.type !== "file") return undefined;
    const value = Number(disk.read(`${limits}/${name}`).toString("utf8"));
    return Number.isFinite(value) ? value : undefined;
  }
}
