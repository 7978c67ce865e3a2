import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { millrace, millraceWith } from "../millrace.ts";
import { quickFolder } from "../quick-folder.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const writer = { MILLRACE_TRUST: "write" };
const key = "the-key-of-our-own-team";
const signing = { MILLRACE_SIGNING_KEY: key };

/** A project whose executions are counted, a share, and what git would bring to another machine. */
function scene() {
  const root = temporaryFolder({ within: quickFolder });
  const project = join(root, "one");
  mkdirSync(join(project, "grain"), { recursive: true });
  for (const name of ["rye", "oats", "barley", "wheat", "spelt"]) writeFileSync(join(project, "grain", `${name}.txt`), `${name}\n`);
  const executions = join(root, "executions");
  writeFileSync(
    join(project, "pipeline.yaml"),
    `stages:
  grind:
    run: echo grind >> ${executions}; mkdir \${{ out.flour }}; for f in \${{ in.grain }}/*; do tr a-z A-Z < $f > \${{ out.flour }}/$(basename $f); done
    in: { grain: ./grain }
    out: { flour: ./out/flour/ }
    undeclared: allow
  weigh:
    run: echo weigh >> ${executions}; cat \${{ in.flour }}/* | wc -c > \${{ out.weight }}
    in: { flour: grind.flour }
    out: { weight: ./out/weight.txt }
    undeclared: allow
`,
  );
  writeFileSync(join(project, "millrace.config.yaml"), `remotes: { team: ${join(root, "share")} }\n`);
  let clones = 0;
  const clone = ({ lock = true } = {}): string => {
    const folder = join(root, `clone-${clones++}`);
    cpSync(project, folder, {
      recursive: true,
      filter: (path) => !/\.millrace$|\/out$/.test(path) && (lock || !path.endsWith(".lock.json")),
    });
    return folder;
  };
  const executed = (): readonly string[] => {
    const lines = existsSync(executions) ? readFileSync(executions, "utf8").split("\n").filter(Boolean) : [];
    rmSync(executions, { force: true });
    return lines;
  };
  return { root, project, clone, executed, share: join(root, "share") };
}

test("what was run and pushed here is fetched there: by the lock without a key, by key with it", async () => {
  const { project, clone, executed } = scene();
  expect((await millrace(project, "run")).code).toBe(0);
  expect(executed()).toEqual(["grind", "weigh"]);
  const refused = await millrace(project, "push");
  expect(refused.code).toBe(5);
  expect(refused.stderr).toContain("remote-read-only");
  const first = await millraceWith({ ...writer, ...signing }, project, "push", "--json");
  expect(first.code).toBe(0);
  expect(JSON.parse(first.stdout)).toMatchObject({ begun: true });
  const again = await millraceWith({ ...writer, ...signing }, project, "push", "--json");
  expect(JSON.parse(again.stdout)).toMatchObject({ begun: false, objects: 0, results: 0, missing: [] });

  expect((await millrace(clone(), "run", "--pull")).code).toBe(0);
  expect((await millrace(clone(), "run", "--locked")).code).toBe(0);
  expect((await millraceWith(signing, clone({ lock: false }), "run", "--pull")).code).toBe(0);
  expect(executed()).toEqual([]);
  // Without the key, what a remote says of a key counts for nothing.
  expect((await millrace(clone({ lock: false }), "run", "--pull")).code).toBe(0);
  expect(executed()).toEqual(["grind", "weigh"]);
});

test("pull writes what the lock names, and lets why tell what changed since", async () => {
  const { project, clone, executed } = scene();
  await millrace(project, "run");
  await millraceWith(writer, project, "push");
  executed();
  const there = clone();
  const dry = await millrace(there, "pull", "--dry-run", "--json");
  expect(JSON.parse(dry.stdout)).toMatchObject({ brought: ["grind.flour", "weigh.weight"], written: [] });
  expect(existsSync(join(there, "out"))).toBe(false);
  expect((await millrace(there, "pull")).code).toBe(0);
  expect(readFileSync(join(there, "out/weight.txt"), "utf8")).toBe(readFileSync(join(project, "out/weight.txt"), "utf8"));
  expect((await millrace(there, "status", "--check")).code).toBe(0);
  writeFileSync(join(there, "grain/rye.txt"), "more rye\n");
  const why = await millrace(there, "why", "grind");
  expect(why.stdout).toContain("rye.txt");
  expect(executed()).toEqual([]);
});

test("status --remote says what is there, what is not pushed, what there is to pull, and what need not run", async () => {
  const { project, clone, executed, share } = scene();
  await millrace(project, "run");
  executed();
  const asked = async (folder: string, variables = {}): Promise<string> =>
    (await millraceWith(variables, folder, "status", "--remote")).stdout;
  // Nobody has pushed anything: a warning, and no failure.
  const silent = await millrace(project, "status", "--remote");
  expect(silent.code).toBe(0);
  expect(silent.stderr).toContain("warning[remote-unavailable]");
  expect(silent.stdout).toBe("2 stages fresh: nothing to do\n\nremote team: 2 not known: it did not answer\n");
  mkdirSync(share);
  expect(await asked(project)).toContain(
    "Remote team\n  grind  not pushed\n  weigh  not pushed\n\nremote team: 2 not pushed (millrace push)\n",
  );
  await millraceWith({ ...writer, ...signing }, project, "push", "grind");
  expect(await asked(project)).toContain("Remote team\n  weigh  not pushed\n\nremote team: 1 there, 1 not pushed (millrace push)\n");
  await millraceWith({ ...writer, ...signing }, project, "push");
  expect(await asked(clone())).toContain("remote team: 2 to pull (millrace pull)\n");
  expect(await asked(clone({ lock: false }), signing)).toContain("  grind  its result is there: `millrace run --pull` fetches it\n");
  expect(JSON.parse((await millrace(project, "status", "grind", "--remote", "--json")).stdout)).toMatchObject({
    stages: [{ stage: "grind", state: "fresh" }],
    remote: { name: "team", url: share, contents: [{ kind: "stage", name: "grind", state: "there" }] },
  });
  expect(executed()).toEqual([]);
});

test("a fork that writes to the share poisons nobody who has a key", async () => {
  const { project, clone, executed, share } = scene();
  await millrace(project, "run");
  const poisoner = clone({ lock: false });
  await millraceWith({ ...writer, MILLRACE_SIGNING_KEY: "a-key-of-somebody-else" }, project, "push");
  expect(readdirSync(join(share, "v1/actions")).length).toBe(2);
  executed();
  const run = await millraceWith(signing, poisoner, "run", "--pull");
  expect(run.code).toBe(0);
  expect(run.stderr.split("remote-signature").length).toBe(2);
  expect(run.stderr).not.toContain(key);
  expect(executed()).toEqual(["grind", "weigh"]);
});

test("a damaged share costs a warning and a run, and is mended by push --resend", async () => {
  const { project, clone, executed, share } = scene();
  await millrace(project, "run");
  await millraceWith(writer, project, "push");
  executed();
  for (const entry of readdirSync(join(share, "v1"), { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && !entry.name.endsWith(".index")) {
      rmSync(join(entry.parentPath, entry.name));
      writeFileSync(join(entry.parentPath, entry.name), "damage\n");
    }
  }
  const run = await millrace(clone(), "run", "--pull");
  expect(run.code).toBe(0);
  expect(run.stderr).toContain("warning[remote-damaged]");
  expect(executed()).toEqual(["grind", "weigh"]);
  expect((await millraceWith(writer, project, "push", "--resend")).code).toBe(0);
  expect((await millrace(clone(), "run", "--pull")).code).toBe(0);
  expect(executed()).toEqual([]);
});

test("the signing key cannot be passed to a stage", async () => {
  const { project } = scene();
  writeFileSync(
    join(project, "pipeline.yaml"),
    "stages:\n  leak: { run: env > ${{ out.all }}, out: { all: ./all.txt }, passEnv: [MILLRACE_SIGNING_KEY] }\n".replace(
      "env > ${{ out.all }}",
      '"env > all.txt"',
    ),
  );
  const run = await millraceWith(signing, project, "run");
  expect(run.code).toBe(2);
  expect(run.stderr).toContain("cannot be passed to a stage");
});

test("no remote, or none of that name: what to write", async () => {
  const { project } = scene();
  expect((await millrace(project, "pull", "--remote", "tema")).stderr).toContain("did you mean team?");
  writeFileSync(join(project, "millrace.config.yaml"), "");
  const pull = await millrace(project, "pull");
  expect(pull.code).toBe(2);
  expect(pull.stderr).toContain("remotes: { team: s3://bucket/prefix }");
});
