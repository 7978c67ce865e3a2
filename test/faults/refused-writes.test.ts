import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Disk, writePoints } from "../../engine/platform/disk.ts";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import type { Platform } from "../../engine/platform/platform.ts";
import { runPipeline } from "../property/engine.ts";
import { treeOf } from "../property/tree.ts";
import { quickFolder } from "../quick-folder.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { type WriteWatcher, watchedDisk } from "./counting-disk.ts";
import { writeSmallProject } from "./small-project.ts";

interface Project {
  readonly folder: string;
  readonly executions: string;
}

function newProject(): Project {
  const root = temporaryFolder({ within: quickFolder });
  const folder = join(root, "project");
  writeSmallProject(folder);
  return { folder, executions: join(root, "executions") };
}

const handEdited = "sorted by a person\n";
const edit = ({ folder }: Project): void => writeFileSync(join(folder, "grain.txt"), "wheat\nrye\nbarley\n");

/** What the run that is refused finds, and what a run from nothing would. */
const lives = {
  "a first run": { prepare: async (): Promise<Project> => newProject(), edit: (_project: Project): void => undefined },
  "a run after edits of a source and of outputs": {
    prepare: async (): Promise<Project> => {
      const project = newProject();
      expect((await runPipeline(project)).exitCode).toBe(0);
      writeFileSync(join(project.folder, "out/bran/bran.txt"), handEdited);
      rmSync(join(project.folder, "out/grind"), { recursive: true });
      edit(project);
      return project;
    },
    edit,
  },
} as const;
type Life = keyof typeof lives;

/** Gives as many copies as are asked for of what a life makes of a project. */
async function copies(life: Life): Promise<() => Project> {
  const original = await lives[life].prepare();
  return () => {
    const folder = join(temporaryFolder({ within: quickFolder }), "project");
    cpSync(original.folder, folder, { recursive: true, preserveTimestamps: true });
    return { folder, executions: join(folder, "..", "executions") };
  };
}

/** On a file system whose clock is a day ahead: files have settled, so the stat cache is written. */
function settled(watcher: WriteWatcher): Platform {
  const platform = nodePlatform();
  const disk = watchedDisk(platform.disk, watcher);
  const tellTime: Disk["tellTime"] = (point, path) => {
    const stat = disk.tellTime(point, path);
    return { ...stat, modified: stat.modified + 86_400_000_000_000n };
  };
  return { ...platform, disk: { ...disk, tellTime } };
}

const executedIn = ({ executions }: Project): readonly string[] =>
  existsSync(executions) ? readFileSync(executions, "utf8").split("\n").filter(Boolean) : [];

async function cleanTree(life: Life): Promise<Readonly<Record<string, string>>> {
  const project = newProject();
  lives[life].edit(project);
  expect((await runPipeline(project)).exitCode).toBe(0);
  return treeOf(project.folder);
}

async function writesOf(project: Project): Promise<readonly string[]> {
  const points: string[] = [];
  await runPipeline({ ...project, platform: settled({ before: (_number, point) => points.push(point) }) });
  return points;
}

const refusal = (code: "ENOSPC" | "EACCES"): Error =>
  Object.assign(new Error(`${code}: refused by the test`), { code, syscall: "write", errno: -1 });

/** What a person wrote into an output is moved aside, and never lost. */
function expectKept({ folder }: Project, note: string): void {
  const displaced = join(folder, ".millrace/displaced");
  const files = readdirSync(displaced, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const texts = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
  expect(texts, `displaced by ${note}`).toEqual([handEdited]);
}

describe.each(Object.keys(lives) as Life[])("%s", (life) => {
  describe.each(["ENOSPC", "EACCES"] as const)("refused with %s", (code) => {
    test("at any one write ends in a message or is survived, and the next run is as if nothing had been", {
      timeout: 600_000,
    }, async () => {
      const wanted = await cleanTree(life);
      const copy = await copies(life);
      const total = (await writesOf(copy())).length;
      expect(total).toBeGreaterThan(40);
      for (let at = 0; at < total; at++) {
        const project = copy();
        const platform = settled({
          before: (number) => {
            if (number === at) throw refusal(code);
          },
        });
        const refused = await runPipeline({ ...project, platform });
        const finished = refused.events.flatMap((event) =>
          event.type === "stage-finished" && event.outcome === "ran" ? [event.stage as string] : [],
        );
        expect([0, 5], `write ${at}`).toContain(refused.exitCode);
        writeFileSync(project.executions, "");
        expect((await runPipeline(project)).exitCode, `the run after write ${at}`).toBe(0);
        expect(treeOf(project.folder), `the run after write ${at}`).toEqual(wanted);
        expect(
          executedIn(project).filter((stage) => finished.includes(stage)),
          `lost by write ${at}`,
        ).toEqual([]);
        if (life !== "a first run") expectKept(project, `write ${at}`);
      }
    });

    test("at every write from some moment on, as a full disk does", { timeout: 600_000 }, async () => {
      const wanted = await cleanTree(life);
      const copy = await copies(life);
      const total = (await writesOf(copy())).length;
      for (let from = 0; from < total; from += 3) {
        const project = copy();
        const platform = settled({
          before: (number) => {
            if (number >= from) throw refusal(code);
          },
        });
        const refused = await runPipeline({ ...project, platform });
        expect([0, 5], `from write ${from}`).toContain(refused.exitCode);
        expect((await runPipeline(project)).exitCode, `the run after ${from}`).toBe(0);
        expect(treeOf(project.folder), `the run after ${from}`).toEqual(wanted);
        if (life !== "a first run") expectKept(project, `writes from ${from}`);
      }
    });
  });
});

/** Where no run writes; `pin` is written by the commands that record data: test/data/refused-add.test.ts. */
const elsewhere: ReadonlySet<string> = new Set(["report", "project-file", "experiment", "pin", "remote"]);

test("between them they write at every point at which a run writes", async () => {
  const projects = await Promise.all(Object.values(lives).map(({ prepare }) => prepare()));
  const points = new Set((await Promise.all(projects.map(writesOf))).flat());
  expect([...points].sort()).toEqual(writePoints.filter((point) => !elsewhere.has(point)).sort());
});
