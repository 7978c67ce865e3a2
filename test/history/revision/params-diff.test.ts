import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { GitProject } from "./git-project.ts";

const pipeline = "name: houses\nparams: ./settings/params.yaml\nstages:\n  greet: { run: echo hello }\n";

function project(): GitProject {
  const made = new GitProject();
  made.write("pipeline.yaml", pipeline);
  made.write("settings/params.yaml", "seed: 7\ntraining:\n  epochs: 60\n  rate: 1e-2\n");
  made.commit("Choose");
  made.write("settings/params.yaml", 'seed: "7"\ntraining:\n  rate: 1e-2\n  layers: [32, 16]\n');
  return made;
}

test("compares the working tree's params with a commit's, files of params too", async () => {
  const { code, stdout, stderr } = await project().millrace("params", "diff");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatchInlineSnapshot(`
    "houses: params, HEAD (COMMIT) -> working tree

      param            old  new
      seed             7    "7"       integer -> text
      training.epochs  60   -         removed
      training.layers  -    [32, 16]  added

    1 changed, 1 new, 1 gone, 1 the same (--all shows them)
    "
  `);
});

test("as Markdown and as JSON, with what overrides them", async () => {
  const made = project();
  expect((await made.millrace("params", "diff", "--md", "--set", "seed=7", "--all")).stdout).toMatchInlineSnapshot(`
    "### houses: params, HEAD (COMMIT) → working tree

    | param | old | new |  |
    | --- | --- | --- | --- |
    | seed | 7 | 7 |  |
    | training.epochs | 60 | - | removed |
    | training.rate | 1e-2 | 1e-2 |  |
    | training.layers | - | [32, 16] | added |

    1 new, 1 gone, 2 the same
    "
  `);
  await expect((await made.millrace("params", "diff", "--json")).stdout).toMatchFileSnapshot("whole/params-diff.json");
});

test("a params file that was a link, and a pipeline that was not there", async () => {
  const made = project();
  made.git("mv", "settings/params.yaml", "settings/usual.yaml");
  symlinkSync("usual.yaml", join(made.folder, "settings/params.yaml"));
  made.commit("Link");
  made.write("settings/usual.yaml", "seed: 8\n");
  expect((await made.millrace("params", "diff")).stdout).toMatchInlineSnapshot(`
    "houses: params, HEAD (COMMIT) -> working tree

      param            old       new
      seed             "7"       8    text -> integer
      training.rate    1e-2      -    removed
      training.layers  [32, 16]  -    removed

    1 changed, 2 gone
    "
  `);
  made.git("rm", "--quiet", "--cached", "pipeline.yaml");
  made.git("commit", "--quiet", "--message", "Forget");
  const { stdout, stderr, code } = await made.millrace("params", "diff");
  expect(`${stderr}${stdout}exit code ${code}`).toMatchInlineSnapshot(`
    "warning[no-pipeline]: there was no pipeline.yaml at HEAD: it has no params there
    houses: params, HEAD (COMMIT) -> working tree

      param  old  new
      seed   -    8    added

    1 new
    exit code 0"
  `);
});

test("a pipeline that was broken in the commit, and settings beside two commits", async () => {
  const made = project();
  made.write("pipeline.yaml", pipeline.replace("stages:", "stagse:"));
  made.commit("Break");
  made.write("pipeline.yaml", pipeline);
  const broken = await made.millrace("params", "diff");
  expect(`${broken.stderr}${broken.stdout}exit code ${broken.code}`).toMatchInlineSnapshot(`
    "error[unknown-key]: unknown key \`stagse\` in a pipeline file
      --> HEAD:pipeline.yaml:3:1
        2 | params: ./settings/params.yaml
      > 3 | stagse:
          | ^^^^^^
        4 |   greet: { run: echo hello }
      why: known here: \`name\`, \`description\`, \`params\`, \`env\`, \`passEnv\`,
           \`resources\` and \`stages\`
      hint: did you mean \`stages\`?
    exit code 2"
  `);
  const overridden = await made.millrace("params", "diff", "HEAD", "HEAD~1", "--set", "seed=8");
  expect(`${overridden.stderr}exit code ${overridden.code}`).toMatchInlineSnapshot(`
    "error[option-value]: --set and --params change the working tree's params, and two commits were given
      hint: name one commit, or leave them out
    exit code 2"
  `);
});

test("reading a commit writes nothing", async () => {
  const made = project();
  made.git("add", "--all");
  const before = made.git("status", "--porcelain");
  await made.millrace("params", "diff");
  await made.millrace("metrics", "diff");
  expect(made.git("status", "--porcelain")).toBe(before);
});
