import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import type { Peer } from "./set-up.ts";

const checkout = join(import.meta.dirname, "../..");

/** What `npm run native` has put into the checkout; else the same command's work in the cache. */
export async function installNative(cache: string): Promise<Peer> {
  for (const folder of [checkout, cache]) if (existsSync(join(folder, "native/cpu"))) return { path: folder };
  mkdirSync(cache, { recursive: true });
  const installer = join(checkout, "stages/shared/network/install-native/install.mjs");
  const { failed, stderr } = await execa(process.execPath, [installer, "--project", cache], { reject: false });
  return failed ? { missing: stderr.split("\n").slice(-3).join("\n") } : { path: cache };
}
