import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writePoints } from "../../engine/platform/disk.ts";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import type { Platform } from "../../engine/platform/platform.ts";
import { runPipeline } from "../property/engine.ts";
import { treeOf } from "../property/tree.ts";
import { quickFolder } from "../quick-folder.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { watchedDisk } from "./counting-disk.ts";
import { stageNames, writeSmallProject } from "./small-project.ts";

/** What a user's second run meets: a param changed, an output edited by hand, one deleted. */
function prepared(): { readonly folder: string; readonly executions: string; readonly root: string } {
  const root = temporaryFolder({ within: quickFolder });
  const folder = join(root, "project");
  writeSmallProject(folder);
  return { root, folder, executions: join(root, "executions") };
}

/** A day later: files have settled, so the stat cache is written. */
function settled(): Platform {
  const platform = nodePlatform();
  return { ...platform, clock: { ...platform.clock, now: () => platform.clock.now() + 86_400_000 } };
}

const executed = (path: string): readonly string[] => (existsSync(path) ? readFileSync(path, "utf8").split("\n").filter(Boolean) : []);

async function cleanTree(): Promise<Readonly<Record<string, string>>> {
  const { folder, executions } = prepared();
  expect((await runPipeline({ folder, executions })).exitCode).toBe(0);
  return treeOf(folder);
}

async function countWrites(): Promise<{ readonly total: number; readonly points: ReadonlySet<string> }> {
  const { folder, executions } = prepared();
  const points = new Set<string>();
  let total = 0;
  const platform = settled();
  const disk = watchedDisk(platform.disk, {
    before: (_number, point) => {
      points.add(point);
      total++;
    },
  });
  await runPipeline({ folder, executions, platform: { ...platform, disk } });
  return { total, points };
}

const refusal = (code: "ENOSPC" | "EACCES"): Error =>
  Object.assign(new Error(`${code}: refused by the test`), { code, syscall: "write", errno: -1 });

describe.each(["ENOSPC", "EACCES"] as const)("%s", (code) => {
  test("at any one write ends in a message or is survived, and the next run is as if nothing had been", async () => {
    const wanted = await cleanTree();
    const { total } = await countWrites();
    expect(total).toBeGreaterThan(40);
    for (let at = 0; at < total; at++) {
      const { folder, executions } = prepared();
      const platform = settled();
      const disk = watchedDisk(platform.disk, {
        before: (number) => {
          if (number === at) throw refusal(code);
        },
      });
      const refused = await runPipeline({ folder, executions, platform: { ...platform, disk } });
      const finished = refused.events.flatMap((event) =>
        event.type === "stage-finished" && event.outcome === "ran" ? [event.stage as string] : [],
      );
      expect([0, 5], `write ${at}`).toContain(refused.exitCode);
      writeFileSync(executions, "");
      expect((await runPipeline({ folder, executions })).exitCode, `the run after write ${at}`).toBe(0);
      expect(treeOf(folder), `the run after write ${at}`).toEqual(wanted);
      expect(
        executed(executions).filter((stage) => finished.includes(stage)),
        `lost by write ${at}`,
      ).toEqual([]);
    }
  });

  test("at every write from some moment on, as a full disk does", async () => {
    const wanted = await cleanTree();
    const { total } = await countWrites();
    for (let from = 0; from < total; from += 3) {
      const { folder, executions } = prepared();
      const platform = settled();
      const disk = watchedDisk(platform.disk, {
        before: (number) => {
          if (number >= from) throw refusal(code);
        },
      });
      const refused = await runPipeline({ folder, executions, platform: { ...platform, disk } });
      expect([0, 5], `from write ${from}`).toContain(refused.exitCode);
      expect((await runPipeline({ folder, executions })).exitCode).toBe(0);
      expect(treeOf(folder), `the run after ${from}`).toEqual(wanted);
    }
  });
});

test("the writes of a first run are at these points", async () => {
  const { points } = await countWrites();
  const elsewhere = ["displace", "report"];
  expect([...points].sort()).toEqual(writePoints.filter((point) => !elsewhere.includes(point)).sort());
  expect(stageNames).toHaveLength(4);
});
