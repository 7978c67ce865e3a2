import { appendFileSync, chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openRepository } from "../../../engine/history/revision/repository.ts";
import { resolveRevision } from "../../../engine/history/revision/resolve-revision.ts";
import { nodePlatform } from "../../../engine/platform/node-platform.ts";
import { millrace } from "../../millrace.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { GitProject, git, houses, withoutIds } from "./git-project.ts";

function project(): GitProject {
  const made = new GitProject();
  made.write("pipeline.yaml", houses);
  made.lock({ evaluate: { accuracy: 0.95 } });
  made.commit("Evaluate");
  return made;
}

async function told(made: GitProject, ...words: readonly string[]): Promise<string> {
  const { code, stderr } = await made.millrace("metrics", "diff", ...words);
  return `${stderr}exit code ${code}`;
}

test("a folder in no repository", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "pipeline.yaml"), houses);
  const { code, stderr } = await millrace(folder, "metrics", "diff");
  expect(`${stderr}exit code ${code}`).toMatchInlineSnapshot(`
    "error[no-repository]: this pipeline is in no git repository, so there is no commit to compare with
      hint: \`git init\`, and commit the pipeline with its lock
    exit code 2"
  `);
});

test("no git on PATH, and one that refuses", async () => {
  const { top } = project();
  const machine = nodePlatform();
  const opened = async (PATH: string) => {
    const environment = { ...machine.environment, variables: { PATH } };
    const repository = await openRepository({ ...machine, environment }, top);
    if (repository.ok) await repository.value.close();
    return repository.ok ? undefined : repository.failure;
  };
  expect(await opened("/nowhere")).toMatchInlineSnapshot(`
    {
      "code": "git-failed",
      "hint": "install git, or put it on PATH",
      "message": "git could not be asked",
      "severity": "error",
      "why": "there is no program named git on PATH",
    }
  `);
  const made = new GitProject();
  made.write(
    "bin/git",
    "#!/bin/sh\necho \"fatal: detected dubious ownership in repository at '/srv/houses'\nadd safe.directory\" >&2\nexit 128\n",
  );
  chmodSync(join(made.folder, "bin/git"), 0o755);
  expect(await opened(join(made.folder, "bin"))).toMatchInlineSnapshot(`
    {
      "code": "git-failed",
      "hint": "in a container of a CI: \`git config --global --add safe.directory '*'\`",
      "message": "git refused",
      "severity": "error",
      "why": "detected dubious ownership in repository at '/srv/houses'",
    }
  `);
});

test("a git that answers one question and refuses the next is not told as a commit that is missing", async () => {
  const made = project();
  made.write(
    "bin/git",
    `#!/bin/sh
case "$*" in
  *--is-inside-work-tree*) printf 'true\\nfalse\\n\\n' ;;
  *) echo "warning: unable to access '.git/config': Permission denied" >&2
     echo "fatal: unable to access '.git/config': Permission denied" >&2
     exit 128 ;;
esac
`,
  );
  chmodSync(join(made.folder, "bin/git"), 0o755);
  const machine = nodePlatform();
  const environment = { ...machine.environment, variables: { PATH: `${join(made.folder, "bin")}:/usr/bin:/bin` } };
  const repository = await openRepository({ ...machine, environment }, made.folder);
  if (!repository.ok) throw new Error(repository.failure.message);
  const resolved = await resolveRevision(repository.value, "main");
  await repository.value.close();
  expect(resolved.ok ? undefined : resolved.failure).toMatchInlineSnapshot(`
    {
      "code": "git-failed",
      "hint": "see what \`git status\` says",
      "message": "git refused",
      "severity": "error",
      "why": "unable to access '.git/config': Permission denied",
    }
  `);
});

test("a config that git cannot read", async () => {
  const made = project();
  appendFileSync(join(made.top, ".git/config"), "[core\n");
  expect((await told(made)).replace(/line \d+/, "line N")).toMatchInlineSnapshot(`
    "error[git-failed]: git refused
      why: bad config line N in file .git/config
      hint: see what \`git status\` says
    exit code 5"
  `);
});

test("a commit that nobody knows: one that is near, one of a remote, one to be fetched", async () => {
  const made = project();
  expect(await told(made, "mian")).toMatchInlineSnapshot(`
    "error[unknown-revision]: git knows no commit \`mian\`
      hint: did you mean \`main\`?
    exit code 2"
  `);
  expect(await told(made, "HEAD~9")).toMatchInlineSnapshot(`
    "error[unknown-revision]: git knows no commit \`HEAD~9\`
      why: HEAD is the first commit of its line
    exit code 2"
  `);
  const copy = join(made.top, "copy");
  made.git("branch", "trees");
  made.git("clone", "--quiet", made.top, copy);
  git(copy, "branch", "--quiet", "--remotes", "--delete", "origin/trees");
  made.git("branch", "forest");
  git(copy, "fetch", "--quiet", "origin", "forest:refs/remotes/origin/forest");
  expect((await millrace(copy, "metrics", "diff", "forest")).stderr).toMatchInlineSnapshot(`
    "error[unknown-revision]: git knows no commit \`forest\`
      hint: did you mean \`origin/forest\`?
    "
  `);
  expect((await millrace(copy, "metrics", "diff", "origin/trees")).stderr).toMatchInlineSnapshot(`
    "error[unknown-revision]: git knows no commit \`origin/trees\`
      hint: did you mean \`origin/forest\`? Or fetch it first:
            \`git fetch origin trees\`
    "
  `);
});

test("a shallow clone, as CI makes it", async () => {
  const made = project();
  made.commit("Once more");
  const copy = join(made.top, "copy");
  made.git("clone", "--quiet", "--depth=1", `file://${made.top}`, copy);
  const { code, stderr } = await millrace(copy, "metrics", "diff", "HEAD~1");
  expect(`${stderr}exit code ${code}`).toMatchInlineSnapshot(`
    "error[unknown-revision]: git knows no commit \`HEAD~1\`
      why: this is a shallow clone: only the latest commits were fetched
      hint: in GitHub Actions give actions/checkout \`fetch-depth: 0\`; elsewhere
            \`git fetch --unshallow\`
    exit code 2"
  `);
});

test("a repository without a commit", async () => {
  const made = new GitProject();
  made.write("pipeline.yaml", houses);
  expect(await told(made)).toMatchInlineSnapshot(`
    "error[unknown-revision]: git knows no commit \`HEAD\`
      why: the repository has no commit yet
      hint: commit the pipeline with its lock first
    exit code 2"
  `);
});

test("a pipeline that had no lock in the commit, or was not there, or had another name", async () => {
  const made = new GitProject();
  made.write("pipeline.yaml", houses);
  made.commit("Write a pipeline");
  made.lock({ evaluate: { accuracy: 0.95 } });
  const unlocked = await made.millrace("metrics", "diff");
  expect(unlocked.stdout + unlocked.stderr).toMatchInlineSnapshot(`
    "houses: metrics, HEAD (COMMIT) -> working tree

                old   new  change
    evaluate
      accuracy    -  0.95   added

    1 new
    warning[revision-without-lock]: the pipeline had no lock at HEAD: nothing to compare, all values are new
      hint: commit pipeline.lock.json with the pipeline
    "
  `);
  made.commit("Evaluate");
  made.git("mv", "pipeline.yaml", "houses.pipeline.yaml");
  made.git("mv", "pipeline.lock.json", "houses.pipeline.lock.json");
  expect(await told(made)).toMatchInlineSnapshot(`
    "warning[revision-without-lock]: the pipeline had no lock at HEAD: nothing to compare, all values are new
      why: there is no houses.pipeline.yaml in that commit either
      hint: there it may have been pipeline.lock.json
    exit code 0"
  `);
  made.git("rm", "--quiet", "--cached", "-r", ".");
  made.git("commit", "--quiet", "--message", "Take everything away");
  expect(await told(made)).toMatchInlineSnapshot(`
    "warning[revision-without-lock]: the pipeline had no lock at HEAD: nothing to compare, all values are new
      why: there is no houses.pipeline.yaml in that commit either
    exit code 0"
  `);
});

test("a lock that is missing here, lacks a stage, was edited, or is in conflict", async () => {
  const made = project();
  made.remove("pipeline.lock.json");
  expect(await told(made)).toMatchInlineSnapshot(`
    "warning[not-recorded]: there is no pipeline.lock.json here: the pipeline has not run yet
      hint: \`millrace run\`
    exit code 0"
  `);
  made.lock({ train: { loss: 1 } });
  expect(await told(made)).toMatchInlineSnapshot(`
    "warning[not-recorded]: pipeline.lock.json has no line of evaluate: its values are not known
      hint: \`millrace run evaluate\`
    exit code 0"
  `);
  made.lock({ evaluate: { accuracy: 0.95 } });
  const text = made.git("show", "HEAD:pipeline.lock.json");
  made.write("pipeline.lock.json", text.replace("0.95", "0.99"));
  const edited = await made.millrace("metrics", "diff", "--fail-if-worse");
  expect(edited.code).toBe(4);
  expect(edited.stdout + edited.stderr).toMatchInlineSnapshot(`
    "houses: metrics, HEAD (COMMIT) -> working tree

    no metrics to compare
    warning[lock-damaged]: pipeline.lock.json has a line of evaluate that was edited: its values are left out
      hint: the next \`millrace run\` writes it anew
    "
  `);
  const [head = "", line = "", tail = ""] = text.split("\n");
  made.write("pipeline.lock.json", [head, "<<<<<<< HEAD", line, "=======", line, ">>>>>>> trees", tail, ""].join("\n"));
  made.commit("Commit a conflict");
  made.lock({ evaluate: { accuracy: 0.9 } });
  expect(await told(made)).toMatchInlineSnapshot(`
    "warning[lock-conflict]: HEAD:pipeline.lock.json has a line of evaluate that stands between conflict markers: its values are left out
      hint: the next \`millrace run\` writes it anew
    exit code 0"
  `);
});

test("more commits or pipelines than two versions of one", async () => {
  const made = project();
  expect(await told(made, "a", "b", "c")).toMatchInlineSnapshot(`
    "error[option-value]: there are 3 commits: a, b, c
      hint: name one pipeline, and at most two commits: millrace metrics diff main
            HEAD pipelines/wine
    exit code 2"
  `);
  expect(await told(made, "./pipeline.yaml", ".")).toMatchInlineSnapshot(`
    "error[option-value]: there are 2 pipelines: ./pipeline.yaml, .
      hint: name one pipeline, and at most two commits: millrace metrics diff main
            HEAD pipelines/wine
    exit code 2"
  `);
  expect(await told(made, "./nowhere")).toMatchInlineSnapshot(`
    "error[no-pipeline]: there is no ./nowhere
      hint: name a folder with a pipeline.yaml, or a .yaml file
    exit code 2"
  `);
});

test("ids are left out of what is compared", () => {
  expect(withoutIds({ code: 0, stdout: `main (0123abc) ${"a".repeat(40)}`, stderr: "" }).stdout).toBe("main (COMMIT) COMMIT");
});
