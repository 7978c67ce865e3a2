import { expect, test } from "vitest";
import { GitProject, houses, lockText } from "./git-project.ts";

const before = { accuracy: 0.95, "accuracy.low": 0.9, "accuracy.high": 0.98, log_loss: 0.2, rows: 35, recall: 0.9, quality: 3 };
const after = { accuracy: 0.9, "accuracy.low": 0.84, "accuracy.high": 0.94, log_loss: 0.15, rows: 40, recall: 0.9, cost: 8 };

/** Two commits, a branch at the first, and a working tree that differs from both. */
function project(): GitProject {
  const made = new GitProject();
  made.write("pipeline.yaml", houses);
  made.write("evaluate.sh", "true\n");
  made.lock({ evaluate: before });
  made.commit("Evaluate");
  made.git("branch", "first");
  made.lock({ evaluate: after });
  made.commit("Evaluate again");
  made.lock({ evaluate: { ...after, accuracy: 0.91 } });
  return made;
}

test("compares the working tree with a commit", async () => {
  const { code, stdout, stderr } = await project().millrace("metrics", "diff", "first");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatchInlineSnapshot(`
    "houses: metrics, first (COMMIT) -> working tree

                 old               new                change
    evaluate
      accuracy  0.95 [0.9, 0.98]  0.91 [0.84, 0.94]    -0.04   -4.2%  ▼ worse
      cost         -                 8                 added
      log_loss   0.2              0.15                 -0.05  -25.0%  ▼ better
      quality      3                 -               removed
      rows        35                40                    +5  +14.3%  ▲

    1 better, 1 worse, 1 otherwise changed, 1 new, 1 gone, 1 the same (--all shows them)
    "
  `);
});

test("with --all also what is the same, with --precision other digits", async () => {
  const { stdout } = await project().millrace("metrics", "diff", "first", "--all", "--precision", "1");
  expect(stdout).toMatchInlineSnapshot(`
    "houses: metrics, first (COMMIT) -> working tree

                 old               new                change
    evaluate
      accuracy  0.95 [0.9, 0.98]  0.91 [0.84, 0.94]    -0.04   -4.2%  ▼ worse
      cost         -                 8                 added
      log_loss   0.2               0.1                 -0.05  -25.0%  ▼ better
      quality      3                 -               removed
      recall     0.9               0.9                     0
      rows        35                40                    +5  +14.3%  ▲

    1 better, 1 worse, 1 otherwise changed, 1 new, 1 gone, 1 the same
    "
  `);
});

test("as Markdown and as JSON", async () => {
  const houses = project();
  await expect((await houses.millrace("metrics", "diff", "HEAD~1", "HEAD", "--md")).stdout).toMatchFileSnapshot("whole/metrics-diff.md");
  await expect((await houses.millrace("metrics", "diff", "first", "HEAD", "--json")).stdout).toMatchFileSnapshot("whole/metrics-diff.json");
});

test("two commits may be written with dots; three dots start where the second branched off", async () => {
  const houses = project();
  const two = (await houses.millrace("metrics", "diff", "first", "main")).stdout;
  expect((await houses.millrace("metrics", "diff", "first..main")).stdout).toBe(two);
  expect((await houses.millrace("metrics", "diff", "first..")).stdout).toBe(two.replace("main", "HEAD"));
  houses.git("checkout", "--quiet", "--force", "first");
  houses.lock({ evaluate: { accuracy: 1 } });
  houses.commit("Work beside main");
  const parted = (await houses.millrace("metrics", "diff", "first...main")).stdout;
  expect(parted.split("\n").slice(1)).toEqual(two.split("\n").slice(1));
});

test("one commit with itself is empty", async () => {
  const { stdout, code } = await project().millrace("metrics", "diff", "main", "main");
  expect(code).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "houses: metrics, main (COMMIT) -> main (COMMIT)

    nothing changed: 5 metrics are the same (--all shows them)
    "
  `);
});

test("fails on demand where something got worse", async () => {
  const houses = project();
  expect((await houses.millrace("metrics", "diff", "first", "--fail-if-worse")).code).toBe(3);
  expect((await houses.millrace("metrics", "diff", "--fail-if-worse")).code).toBe(0);
  houses.lock({ evaluate: { ...after, accuracy: 0.91 }, train: { epochs: 60 } });
  expect((await houses.millrace("metrics", "diff", "first", "--stage", "train", "--fail-if-worse")).code).toBe(0);
});

test("instances of a matrix stand together, by metric", async () => {
  const houses = new GitProject();
  houses.write(
    "pipeline.yaml",
    "name: houses\nstages:\n  train:\n    matrix: { depth: [2, 10] }\n    run: ./train.sh > ${{ out.m }}\n    out: { m: { type: metrics } }\n",
  );
  houses.lock({ "train@2": { f1: 0.5, loss: 2 }, "train@10": { f1: 0.5, loss: 1 }, old: { f1: 1 } });
  houses.commit("Train");
  houses.lock({ "train@2": { f1: 0.25, loss: 2.5 }, "train@10": { f1: 0.75, loss: 1.0000001 }, "train@4": { f1: 1 } });
  expect((await houses.millrace("metrics", "diff")).stdout).toMatchInlineSnapshot(`
    "houses: metrics, HEAD (COMMIT) -> working tree

                 old        new   change
    train
      f1    @2   0.5       0.25    -0.25  -50.0%  ▼ worse
            @4     -          1    added
            @10  0.5       0.75    +0.25  +50.0%  ▲ better
      loss  @2     2        2.5     +0.5  +25.0%  ▲ worse
            @10    1  1.0000001    +1e-7          ▲ worse
    old
      f1           1          -  removed

    1 better, 3 worse, 1 new, 1 gone
    "
  `);
});

test("where lines would be too long, an interval goes below its figure, and percentages go", async () => {
  const houses = new GitProject();
  houses.write("pipeline.yaml", "name: houses\nstages:\n  evaluate:\n    run: ./evaluate.sh\n");
  const name = "per_class.grignolino.precision";
  houses.lock({ evaluate: { [name]: 0.95123, [`${name}.low`]: 0.9, [`${name}.high`]: 0.98, f1: 1 } });
  houses.commit("Evaluate");
  houses.lock({ evaluate: { [name]: 0.941, [`${name}.low`]: 0.93, [`${name}.high`]: 0.96, f1: 0.5 } });
  const { stdout } = await houses.millrace("metrics", "diff");
  expect(stdout).toMatchInlineSnapshot(`
    "houses: metrics, HEAD (COMMIT) -> working tree

                                              old           new   change
    evaluate
      f1                                        1           0.5     -0.5  ▼ worse
      per_class.grignolino.precision       0.9512         0.941  -0.0102  ▼ worse
                                      [0.9, 0.98]  [0.93, 0.96]

    2 worse
    "
  `);
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

test("a project below the root of its repository, and one in a linked worktree of a bare one", async () => {
  const below = new GitProject({ within: "models/houses" });
  below.write("millrace.config.yaml", "");
  below.write("pipeline.yaml", houses);
  below.lock({ evaluate: before });
  below.commit("Evaluate");
  below.lock({ evaluate: after });
  const told = (await below.millrace("metrics", "diff")).stdout;
  expect(told).toContain("accuracy");
  expect((await below.millrace("-C", below.top, "metrics", "diff", "main", "models/houses")).stdout).toBe(told.replace("HEAD", "main"));

  const bare = `${below.top}/bare.git`;
  below.git("clone", "--quiet", "--bare", below.top, bare);
  below.git("--git-dir", bare, "worktree", "add", "--quiet", "--detach", `${below.top}/linked`);
  const linked = `${below.top}/linked/models/houses`;
  below.write("../../linked/models/houses/pipeline.lock.json", lockText({ evaluate: after }));
  expect((await below.millrace("-C", linked, "metrics", "diff")).stdout).toBe(told);
});

test("a branch with a slash is no folder", async () => {
  const houses = project();
  houses.git("branch", "feature/trees", "first");
  expect((await houses.millrace("metrics", "diff", "feature/trees", ".")).stdout).toContain("feature/trees (COMMIT) -> working tree");
});

test.each([["metrics"], ["plots"]])(
  "`%s diff` of a stage that neither version has is refused, so that no check passes for ever",
  async (command) => {
    const made = project();
    const misspelt = await made.millrace(command, "diff", "--stage", "evalute", ...(command === "metrics" ? ["--fail-if-worse"] : []));
    expect(`${misspelt.stdout}${misspelt.stderr}exit code ${misspelt.code}`).toBe(
      [
        "error[unknown-selection]: no stage is named `evalute`",
        "  why: the stages are `evaluate`",
        "  hint: did you mean --stage evaluate?",
        "exit code 2",
      ].join("\n"),
    );
    made.lock({ evaluate: before, prune: { leaves: 12 } });
    made.commit("Prune");
    expect((await made.millrace(command, "diff", "--stage", "prune")).code).toBe(0);
  },
);
