import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import { command } from "../histories/command.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const pipeline = `name: vineyards
params: { list: two }
stages:
  plan:
    run: cp \${{ in.parts }} \${{ out.parts }}
    in: { parts: "./\${{ params.list }}.json" }
    out: { parts: { type: list } }
  score:
    matrix: { part: plan.parts }
    run: |
      cat \${{ in.data }} > \${{ out.metrics }}
      cat \${{ in.data }} > \${{ out.speed }}
      printf 'step,score\\n1,2\\n2,3\\n' > \${{ out.curve }}
    in: { data: "./\${{ matrix.part }}.data.json" }
    out:
      metrics: { type: metrics }
      speed: { type: measurement, path: "./speed/\${{ matrix.part }}.json" }
      curve: { type: plot, path: "./curves/\${{ matrix.part }}.csv" }
    gate: [good >= 3]
`;

/** A git project whose data git ignores. */
function project() {
  const folder = temporaryFolder();
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  write("millrace.config.yaml", "");
  write("pipeline.yaml", pipeline);
  write(".gitignore", "*.data.json\nspeed/\n");
  write("two.json", '["north", "south"]');
  write("other.json", '["west", "south"]');
  for (const [index, name] of ["north", "south", "west"].entries()) write(`${name}.data.json`, `{ "good": ${index + 3} }`);
  const git = (...words: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", ...words], { cwd: folder });
  git("init", "--quiet");
  const machine = nodePlatform();
  const console = { ...machine.console, out: () => undefined, error: () => undefined };
  const platform = { ...machine, console, environment: { ...machine.environment, workingDirectory: folder } };
  const millrace = async (...words: readonly string[]) => {
    const { code, stdout, stderr } = await command(platform, words);
    expect(code, stderr).toBe(0);
    return stdout;
  };
  return { git, write, millrace };
}

test("what compares and draws shows the instances that the lock's lists have, before and after a list has changed", async () => {
  const { git, write, millrace } = project();
  await millrace("run");
  git("add", ".");
  git("commit", "--quiet", "-m", "Judge two vineyards");

  const metrics: { metrics: readonly { stage: string; metric: string; gates: readonly unknown[]; measured: boolean }[] } = JSON.parse(
    await millrace("metrics", "--json"),
  );
  expect(metrics.metrics.map(({ stage, gates }) => [stage, gates.length])).toEqual([
    ["score@north", 1],
    ["score@south", 1],
  ]);
  const plots: { plots: readonly { stage: string }[] } = JSON.parse(await millrace("plots", "--json"));
  expect(plots.plots.map(({ stage }) => stage)).toEqual(["score@north", "score@south"]);
  expect(await millrace("graph", "--no-state", "--format", "mermaid", "--expand")).toContain("score@north");

  write("pipeline.yaml", pipeline.replace("list: two", "list: other"));
  await millrace("run");
  const diff: { plots: readonly { stage: string; state: string }[] } = JSON.parse(await millrace("plots", "diff", "--json"));
  expect(diff.plots.map(({ stage, state }) => `${stage} ${state}`).toSorted()).toEqual([
    "score@north removed",
    "score@south same",
    "score@west added",
  ]);
});

test("an experiment takes what its instances read, whichever they turn out to be; the workspace counts as current", async () => {
  const { millrace } = project();
  // Nobody knows the list yet.
  await millrace("exp", "run", "--set", "list=other", "--name", "early");
  await millrace("run");
  await millrace("exp", "run", "--set", "list=other", "--name", "late");
  const { experiments }: { experiments: readonly { name: string; status: string; metrics: object }[] } = JSON.parse(
    await millrace("exp", "show", "--json"),
  );
  expect(experiments.map(({ name, status, metrics }) => [name, status, Object.keys(metrics).toSorted()])).toEqual([
    ["workspace", "ok", ["score@north", "score@south"]],
    ["early", "ok", ["score@south", "score@west"]],
    ["late", "ok", ["score@south", "score@west"]],
  ]);
});
