import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import { countingDisk } from "../counting-disk.ts";
import { runPipeline } from "../property/engine.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** A pipeline of that many stages, each after the one before it or on its own. */
function project(count: number, shape: "chain" | "apart"): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "input"));
  writeFileSync(join(folder, "millrace.config.yaml"), "");
  const stages = Array.from({ length: count }, (_, index) => {
    const isFirst = index === 0 || shape === "apart";
    if (isFirst) writeFileSync(join(folder, `input/${index}.txt`), `${index}\n`);
    const source = isFirst ? `./input/${index}.txt` : `copy${index - 1}.copy`;
    return `  copy${index}:\n    run: cp $\{{ in.source }} $\{{ out.copy }}\n    in: { source: ${source} }\n    out: { copy: ./output/${index}.txt }\n`;
  });
  writeFileSync(join(folder, "pipeline.yaml"), `name: copies\nstages:\n${stages.join("")}`);
  return folder;
}

async function callsOfNoOp(count: number, shape: "chain" | "apart") {
  const folder = project(count, shape);
  const executions = join(folder, "executions");
  expect((await runPipeline({ folder, executions })).exitCode).toBe(0);
  // Learns what the files are, once they are settled.
  await new Promise((resolve) => setTimeout(resolve, 150));
  await runPipeline({ folder, executions });
  const { disk, calls } = countingDisk();
  const { events } = await runPipeline({ folder, executions, platform: { ...nodePlatform(), disk } });
  expect(events.filter((event) => event.type === "stage-finished" && event.outcome === "fresh")).toHaveLength(count);
  return calls;
}

test.each(["chain", "apart"] as const)(
  "a no-op asks the disk a few times a stage, and reads and writes as often for many as for few: %s",
  async (shape) => {
    const [few, many] = [await callsOfNoOp(5, shape), await callsOfNoOp(25, shape)];
    const of = (calls: ReadonlyMap<string, number>, ...names: readonly string[]): number =>
      names.reduce((sum, name) => sum + (calls.get(name) ?? 0), 0);
    const perStage = (of(many, "stat", "statTarget") - of(few, "stat", "statTarget")) / 20;
    expect(perStage).toBeLessThanOrEqual(7);
    const others = [...many.keys()].filter((name) => !["stat", "statTarget"].includes(name));
    for (const name of others) expect(`${name} ${of(many, name)}`).toBe(`${name} ${of(few, name)}`);
  },
);
