import type { Platform } from "../../platform/platform.ts";

/** Milliseconds between TERM and KILL. */
export const grace = 2000;
/** Milliseconds that the kernel may take to clear away what was killed. */
const burial = 1000;

/** TERM to every member of a group, KILL to those that are left. Resolves when none lives. */
export async function endGroup(platform: Platform, group: number): Promise<void> {
  if (!platform.processes.signalGroup(group, "SIGTERM")) return;
  if (await groupEnds(platform, { group, within: grace })) return;
  platform.processes.signalGroup(group, "SIGKILL");
  await groupEnds(platform, { group, within: burial });
}

/** The same to processes that name a folder in their environment. */
export async function endMarked({ clock, processes }: Platform, folder: string): Promise<void> {
  if (processes.signalMarked(folder, "SIGTERM") === 0) return;
  const end = clock.elapsed() + grace;
  for (let pause = 10; clock.elapsed() < end; pause = Math.min(pause * 2, 200)) {
    await clock.wait(pause);
    if (processes.signalMarked(folder, 0) === 0) return;
  }
  processes.signalMarked(folder, "SIGKILL");
}

/** `true` as soon as no member of the group lives, `false` after `within` milliseconds. */
export async function groupEnds(
  { clock, processes }: Platform,
  { group, within }: { readonly group: number; readonly within: number },
): Promise<boolean> {
  const end = clock.elapsed() + within;
  for (let pause = 2; processes.signalGroup(group, 0); pause = Math.min(pause * 2, 50)) {
    if (clock.elapsed() >= end) return false;
    await clock.wait(pause);
  }
  return true;
}
