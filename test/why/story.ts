import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import { painter } from "../../engine/report/painter.ts";
import { shortReasons } from "../../engine/report/reason.ts";
import { renderStatus } from "../../engine/report/status.ts";
import { renderWhyAll } from "../../engine/report/why-all.ts";
import { status } from "../../engine/run/status.ts";
import { runPipeline } from "../property/engine.ts";
import { quickFolder } from "../quick-folder.ts";
import { readPlanOf } from "../run/support/plan-of.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** A project that has run once, what a person then does to it, and what Millrace has to say of that. */
export interface Story {
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly edit: (project: EditedProject) => void | Promise<void>;
  /** Stages that are asked for; none: all that are not fresh. */
  readonly stages?: readonly string[];
}

export interface EditedProject {
  /** Absolute. */
  readonly folder: string;
  write(path: string, content: string | Uint8Array): void;
  replace(path: string, before: string, after: string): void;
  remove(path: string): void;
  setMode(path: string, mode: number): void;
  run(...stages: readonly string[]): Promise<void>;
}

/** `millrace status`, `millrace why`, and the reasons that a run gives as it starts stages. */
export async function told({ files, edit, stages = [] }: Story): Promise<string> {
  const root = temporaryFolder({ within: quickFolder });
  const project = editedProject(join(root, "project"), join(root, "executions"));
  project.write("millrace.config.yaml", "");
  for (const [path, content] of Object.entries(files)) project.write(path, content);
  await project.run();
  await edit(project);
  const { plan, platform } = await readPlanOf({ folder: project.folder, selection: stages });
  const paint = painter(false);
  const { verdicts, gates, diagnostics } = await status({ plan, platform, signal: new AbortController().signal });
  expect(diagnostics).toEqual([]);
  const statusText = renderStatus({ verdicts, gates }, { paint, run: "millrace run", verbose: false });
  const why = renderWhyAll(verdicts, { plan, all: false, paint, madeBy: () => new Map() });
  const { events } = await runPipeline({ folder: project.folder, executions: join(root, "executions"), jobs: 1 });
  // Stages that do not wait for each other start in any order.
  const started = events.flatMap((event) =>
    event.type === "stage-started" ? [`${event.stage}  started  ${shortReasons(event.reasons)}`] : [],
  );
  return [
    `$ millrace status${stages.map((stage) => ` ${stage}`).join("")}\n${statusText}`,
    `$ millrace why${stages.map((stage) => ` ${stage}`).join("")}\n${why}`,
    `$ millrace run\n${started.length === 0 ? "(nothing ran)" : started.toSorted().join("\n")}\n`,
  ].join("\n");
}

function editedProject(folder: string, executions: string): EditedProject {
  return {
    folder,
    write: (path, content) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    },
    replace: (path, before, after) => {
      const text = readFileSync(join(folder, path), "utf8");
      if (!text.includes(before)) throw new Error(`${path} does not hold ${before}`);
      writeFileSync(join(folder, path), text.replace(before, after));
    },
    remove: (path) => rmSync(join(folder, path), { recursive: true }),
    setMode: (path, mode) => chmodSync(join(folder, path), mode),
    run: async (...selection) => expect((await runPipeline({ folder, executions, selection })).exitCode).toBe(0),
  };
}

/** What is told is what the file says. */
export async function tells(name: string, story: Story): Promise<void> {
  await expect(await told(story)).toMatchFileSnapshot(`whole/${name}.txt`);
}
