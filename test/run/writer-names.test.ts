import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import type { Platform } from "../../engine/platform/platform.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** Two engines in containers that share a folder: host names differ, process numbers do not. Modules loaded anew are another process's. */

const onHost = (hostName: string): Platform => {
  const platform = nodePlatform();
  return { ...platform, environment: { ...platform.environment, hostName } };
};

async function engine() {
  vi.resetModules();
  const [lease, lock] = await Promise.all([import("../../engine/run/store-lease.ts"), import("../../engine/run/project-lock.ts")]);
  return { ...lease, ...lock };
}

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const common = { signal: new AbortController().signal, onWaiting: () => undefined };

test("the lease of one stays when the other gives its own back", async () => {
  const [one, other] = [await engine(), await engine()];
  const request = { ...common, storeFolder: join(folder, "store"), projectRoot: folder };
  await one.leaseStore({ ...request, platform: onHost("one") });
  const lease = await other.leaseStore({ ...request, platform: onHost("other") });
  expect(readdirSync(join(folder, "store", "leases"))).toHaveLength(2);
  lease.release();
  expect(one.leaseHolders(onHost("one"), request.storeFolder)).toHaveLength(1);
});

test("of two that claim a lock at the same instant one gets it, and the other is told of it", async () => {
  const [one, other] = [await engine(), await engine()];
  const place = { ...common, folder: join(folder, "lock"), wait: false };
  const platform = onHost("one");
  let isFirst = true;
  const late: Platform = {
    ...platform,
    disk: {
      ...platform.disk,
      replace: (point, path, bytes, options) => {
        platform.disk.replace(point, path, bytes, options);
        if (isFirst) rival = other.acquireFolderLock({ ...place, platform: onHost("other") });
        isFirst = false;
      },
    },
  };
  let rival: ReturnType<typeof other.acquireFolderLock> | undefined;
  const claimed = await one.acquireFolderLock({ ...place, platform: late });
  expect((await rival)?.ok).toBe(true);
  expect(claimed).toEqual({ ok: false, failure: { holder: expect.stringContaining("on other") } });
});
