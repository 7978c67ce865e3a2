import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Event } from "../../engine/events/event.ts";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import { Owners } from "../../engine/run/map/owners.ts";
import { brief, project as graphProject } from "../graph/project.ts";
import { millrace } from "../millrace.ts";
import { type RunOptions, runPipeline } from "../property/engine.ts";
import { treeOf } from "../property/tree.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const script = `for file in $(cd "$1" && find . -type f | sort); do
  echo "$file" >> "$EXECUTIONS"
  [ -e "$(dirname "$0")/fail" ] && [ "$(cat "$(dirname "$0")/fail")" = "$file" ] && exit 4
  mkdir -p "$2/$(dirname "$file")"
  tr a-z A-Z < "$1/$file" > "$2/\${file%.*}.loud"
done
`;
const pipeline = (more = ""): string => `passEnv: [EXECUTIONS]
stages:
  shout:
    map: in.words
    run: sh \${{ in.code }} \${{ in.words }} \${{ out.loud }}
    in: { words: ./words, code: ./shout.sh }
    out: { loud: ./loud/ }
${more}`;

function project(files: Readonly<Record<string, string>>, yaml = pipeline()) {
  const root = temporaryFolder();
  const folder = join(root, "project");
  const executions = join(root, "executions");
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  mkdirSync(join(folder, "words"), { recursive: true });
  write("millrace.config.yaml", "");
  write("shout.sh", script);
  write("pipeline.yaml", yaml);
  for (const [name, text] of Object.entries(files)) write(`words/${name}`, text);
  const ran = (): readonly string[] => readFileSync(executions, "utf8").split("\n").filter(Boolean).sort();
  const run = async (options: Partial<RunOptions> = {}) => {
    writeFileSync(executions, "");
    const { exitCode, events } = await runPipeline({ folder, executions, ...options });
    return { exitCode, events, ran: ran(), made: existsSync(join(folder, "loud")) ? treeOf(join(folder, "loud")) : {} };
  };
  return { root, folder, executions, write, run, ran, remove: (name: string) => rmSync(join(folder, "words", name)) };
}

const displacedIn = (folder: string): string => {
  const runs = join(folder, ".millrace/displaced");
  return join(runs, readdirSync(runs)[0] ?? "", "loud/b.loud");
};

const problems = (events: readonly Event[]): readonly string[] =>
  events.flatMap((event) => (event.type === "stage-finished" ? event.diagnostics.map(({ code, message }) => `${code}: ${message}`) : []));

describe("a stage that is mapped over a folder", () => {
  test.each([1, 2, 3, 4])("leaves no result of a part, where a file is gone for a moment, at the look number %i", async (moment) => {
    const { folder, run } = project({ "a.txt": "a\n", "b.txt": "b\n" });
    const platform = nodePlatform();
    let looks = 0;
    const list = (path: string) => {
      const members = platform.disk.list(path);
      const isMoment = path === join(folder, "words") && ++looks === moment;
      return isMoment ? members.filter(({ name }) => name !== "b.txt") : members;
    };
    const { exitCode } = await run({ platform: { ...platform, disk: { ...platform.disk, list } } });
    const { made, exitCode: later } = await run();
    expect([exitCode === 0 || exitCode === 1, later]).toEqual([true, 0]);
    expect(made).toEqual({ "a.loud": "file A\n", "b.loud": "file B\n" });
  });

  test("runs again only for files that are new or changed, and loses what was made of those that are gone", async () => {
    const { write, run, remove, folder } = project({ "a.txt": "a\n", "b.txt": "b\n", "deep/c.txt": "c\n" });
    const first = await run();
    expect([first.exitCode, first.ran]).toEqual([0, ["./a.txt", "./b.txt", "./deep/c.txt"]]);
    expect(first.made).toEqual({ "a.loud": "file A\n", "b.loud": "file B\n", deep: "folder", "deep/c.loud": "file C\n" });
    expect((await run()).ran).toEqual([]);
    expect((await millrace(folder, "gc", "--size", "0", "--runs", "0")).code, "what the lock needs is in parts").toBe(0);
    write("words/b.txt", "bee\n");
    write("words/d.txt", "d\n");
    remove("a.txt");
    const untouched = statSync(join(folder, "loud/deep/c.loud")).ino;
    const second = await run();
    expect(second.ran).toEqual(["./b.txt", "./d.txt"]);
    expect(statSync(join(folder, "loud/deep/c.loud")).ino, "what did not change is left where it is").toBe(untouched);
    expect(second.made).toEqual({ "b.loud": "file BEE\n", "d.loud": "file D\n", deep: "folder", "deep/c.loud": "file C\n" });
    const steps = second.events.flatMap((event) => (event.type === "stage-progress" ? [[event.step, event.total, event.unit]] : []));
    expect([steps[0], steps.at(-1)]).toEqual([
      [1, 3, "file"],
      [3, 3, "file"],
    ]);
    write("shout.sh", `${script}# another\n`);
    expect((await run()).ran, "another program").toEqual(["./b.txt", "./d.txt", "./deep/c.txt"]);
    write("words/a.txt", "a\n");
    write("shout.sh", script);
    writeFileSync(join(folder, "loud/b.loud"), "by hand\n");
    const third = await run();
    expect(third.ran, "all of which was once made").toEqual([]);
    expect(third.made["b.loud"], "what was edited meanwhile is not taken for what was made").toBe("file BEE\n");
    expect(readFileSync(displacedIn(folder), "utf8")).toBe("by hand\n");
  });

  test("starts the command with as many files as a batch has; how many is in no key", async () => {
    const files = Object.fromEntries(Array.from({ length: 7 }, (_, index) => [`${index}.txt`, `word ${index}\n`]));
    const starts = pipeline("    batch: 3\n").replace("run: sh", "run: echo start >> $EXECUTIONS; sh");
    const { run, write } = project(files, starts);
    expect((await run({ jobs: 1 })).ran.filter((line) => line === "start")).toHaveLength(3);
    write("pipeline.yaml", starts.replace("batch: 3", "batch: 2"));
    expect((await run()).ran).toEqual([]);
  });

  test("keeps what was made before a failure, and names the file; the next run does the rest", async () => {
    const { run, write, remove } = project({ "a.txt": "a\n", "b.txt": "b\n", "c.txt": "c\n" });
    write("fail", "./b.txt");
    const failed = await run({ jobs: 1 });
    expect([failed.exitCode, failed.ran, failed.made]).toEqual([1, ["./a.txt", "./b.txt"], {}]);
    expect(problems(failed.events)).toEqual(["command-failed: the command of stage shout ended with exit code 4, for b.txt"]);
    const went = await run({ jobs: 1, keepGoing: true });
    expect([went.exitCode, went.ran]).toEqual([1, ["./b.txt", "./c.txt"]]);
    remove("b.txt");
    const mended = await run();
    expect([mended.exitCode, mended.ran, Object.keys(mended.made)]).toEqual([0, [], ["a.loud", "c.loud"]]);
  });

  test("tries a start again by itself, also where it took too long, and not the files of another", async () => {
    const retried = pipeline("    timeout: 2s\n    retries: { times: 1, on: [4, timeout] }\n");
    const { run, write } = project({ "a.txt": "a\n", "b.txt": "b\n", "c.txt": "c\n" }, retried);
    const once = (name: string, then: string): string => `[ "$file" = ./${name} ] && mkdir "$EXECUTIONS.${name}" 2> /dev/null && ${then}\n`;
    const first = `${once("a.txt", "exit 4")}${once("c.txt", "sleep 600")}:\n`;
    write("shout.sh", script.replace("  mkdir", `${first}  mkdir`));
    const { exitCode, ran, events } = await run({ jobs: 1 });
    expect([exitCode, ran]).toEqual([0, ["./a.txt", "./a.txt", "./b.txt", "./c.txt", "./c.txt"]]);
    const again = events.flatMap((event) => (event.type === "stage-retrying" ? [event.diagnostic.code] : []));
    expect(again).toEqual(["command-failed", "timeout"]);
  });

  test("takes for each start what the stage takes: after a retry it is told of the place that it has then", async () => {
    const wait = (name: string): string => `until [ -e $EXECUTIONS.${name} ]; do sleep 0.05; done; echo > \${{ out.o }}`;
    const others = `  holder: { run: 'touch $EXECUTIONS.held; ${wait("failed")}', resources: { gpu: 1 }, out: { o: } }
  begin: { run: '${wait("held")}', out: { o: } }
`;
    const { run, write, executions } = project(
      { "a.txt": "a\n", "b.txt": "b\n", "c.txt": "c\n" },
      `${pipeline("    after: begin\n    retries: { times: 1 }\n    resources: { gpu: 1 }\n")}${others}`,
    );
    write("millrace.config.yaml", "pools: { gpu: [one, two] }\n");
    const start = `echo "$CUDA_VISIBLE_DEVICES" > "$EXECUTIONS.$(basename "$file")"
case "$file" in
  ./a.txt) mkdir "$EXECUTIONS.failed" 2> /dev/null && exit 4;;
  ./b.txt) tries=0; until [ -e "$EXECUTIONS.c.txt" ] || [ $tries = 200 ]; do sleep 0.05; tries=$((tries + 1)); done;;
esac
`;
    write("shout.sh", script.replace("  mkdir", `${start}  mkdir`));
    const { exitCode, ran } = await run({ jobs: 2 });
    expect([exitCode, ran]).toEqual([0, ["./a.txt", "./a.txt", "./b.txt", "./c.txt"]]);
    const devices = ["b.txt", "c.txt"].map((name) => readFileSync(`${executions}.${name}`, "utf8").trim());
    expect(devices.sort(), "both at the same time").toEqual(["one", "two"]);
  });

  test("makes again what is damaged in the store where the same bytes were to be stored", async () => {
    const { run, folder } = project({ "a.txt": "a\n", "b.txt": "b\n" });
    await run();
    const objects = join(folder, ".millrace/store/objects");
    const digest = createHash("sha256").update("A\n").digest("hex");
    const object = join(objects, digest.slice(0, 2), digest.slice(2));
    chmodSync(object, 0o644);
    writeFileSync(object, "X\n");
    for (const path of ["loud", "pipeline.lock.json", ".millrace/store/actions"]) rmSync(join(folder, path), { recursive: true });
    const again = await run({ jobs: 1 });
    expect([again.exitCode, again.ran, again.made["a.loud"]]).toEqual([0, ["./a.txt", "./a.txt", "./b.txt"], "file A\n"]);
  });

  test("refuses what belongs to no file, and what two files would share", async () => {
    const one = pipeline().replace(/run: .*/, "run: cat ${{ in.words }}/* > ${{ out.loud }}/all; cat ${{ in.code }} > /dev/null");
    const { run, write } = project({ "a.txt": "a\n" }, one);
    expect(problems((await run()).events)).toEqual([
      "map-failed: all, in output loud of stage shout, belongs to none of the files for which it was started",
    ]);
    write("pipeline.yaml", pipeline());
    expect((await run()).exitCode).toBe(0);
    write("words/a.md", "other\n");
    expect(problems((await run()).events), "a.loud is of a.txt no longer").toEqual([
      expect.stringMatching(/^map-failed: a\.loud, in output loud of stage shout, /),
    ]);
  });

  test("of an empty folder is an empty folder", async () => {
    const { run, folder } = project({});
    expect([(await run()).exitCode, existsSync(join(folder, "loud"))]).toEqual([0, true]);
  });

  test("goes on where it was when the engine was killed", { timeout: 60_000 }, async () => {
    const { run, folder, executions, ran } = project(Object.fromEntries(["a", "b", "c", "d"].map((name) => [`${name}.txt`, `${name}\n`])));
    writeFileSync(executions, "");
    writeFileSync(join(folder, "shout.sh"), `${script}case "$file" in ./c.txt) [ -e "$(dirname "$0")/go" ] || sleep 600;; esac\n`);
    const program = fileURLToPath(new URL("../../dist/millrace.js", import.meta.url));
    const engine = spawn(process.execPath, [program, "run", "--jobs", "1"], {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, EXECUTIONS: executions },
      stdio: "ignore",
    });
    const ended = new Promise((resolve) => engine.once("exit", resolve));
    while (!ran().includes("./c.txt")) await new Promise((resolve) => setTimeout(resolve, 20));
    engine.kill("SIGKILL");
    await ended;
    writeFileSync(join(folder, "go"), "");
    const resumed = await run();
    expect([resumed.exitCode, resumed.ran]).toEqual([0, ["./c.txt", "./d.txt"]]);
    expect(Object.keys(resumed.made)).toEqual(["a.loud", "b.loud", "c.loud", "d.loud"]);
    expect(existsSync(join(folder, ".millrace/map/shout"))).toBe(false);
  });
});

test("for any folder and any edits, what is left is what a run from nothing leaves", async () => {
  const names = fc.constantFrom("a.txt", "b.txt", "b/c.txt", "d e.txt".replace(" ", ""), "sub/a.txt", "sub/é.txt");
  const edit = fc.record({ name: names, text: fc.option(fc.constantFrom("one\n", "two\n", "")), batch: fc.integer({ min: 1, max: 3 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(edit, { maxLength: 3 }), { minLength: 2, maxLength: 4 }), async (chapters) => {
      const { run, write, remove, folder } = project({});
      const made = new Set<string>();
      const files = new Map<string, string>();
      for (const chapter of chapters) {
        for (const { name, text, batch } of chapter) {
          write("pipeline.yaml", pipeline(`    batch: ${batch}\n`));
          if (text === null) {
            if (files.delete(name)) remove(name);
          } else {
            files.set(name, text);
            write(`words/${name}`, text);
          }
        }
        const here = await run();
        const clean = await project(Object.fromEntries(files)).run();
        expect([here.exitCode, clean.exitCode, existsSync(join(folder, "loud"))]).toEqual([0, 0, true]);
        expect(here.made).toEqual(clean.made);
        const due = [...files].filter(([name, text]) => !made.has(`${name} ${text}`)).map(([name]) => `./${name}`);
        expect(here.ran).toEqual(due.sort());
        for (const [name, text] of files) made.add(`${name} ${text}`);
      }
    }),
    { numRuns: 8 },
  );
});

test("what a path belongs to is the file of the longest name; two names that differ in the extension share none", () => {
  const owners = new Owners(["a.png", "a.b.png", "s/a.png", "s/a/c.png", "t.txt", "t.md", "plain"]);
  const belongs = (path: string): string | undefined => owners.of(path);
  expect(["a", "a.jpg", "a/x/y.jpg", "a.png.json"].map(belongs)).toEqual(["a.png", "a.png", "a.png", "a.png"]);
  expect(["a.b.jpg", "s/a.jpg", "s/a/c.jpg", "s/a/d.jpg"].map(belongs)).toEqual(["a.b.png", "s/a.png", "s/a/c.png", "s/a.png"]);
  expect(["t.json", "t.md.json", "t.txt", "plain", "plain.x", "ab.jpg", "x"].map(belongs)).toEqual([
    ...[undefined, "t.md", "t.txt", "plain", "plain", undefined, undefined],
  ]);
});

test("what is wrong with a map is found before anything runs", async () => {
  const yaml = `stages:
  one: { run: "echo > \${{ out.o }}", matrix: { n: [1, 2] }, out: { o: } }
  two: { map: in.photos, run: "true", in: { pictures: ./pictures }, out: { o: { path: ./o.txt, type: file } } }
  three: { map: in.all, run: "true", in: { all: one.o }, out: { p: ./p/ }, cache: false }
`;
  const made = graphProject({ "pipeline.yaml": yaml, "pictures/a.png": "" });
  expect(brief((await made.compile()).diagnostics)).toEqual([
    "unknown-port 3:15: stage `two` has no input `photos` to be mapped over | write `map: in.pictures`",
    "port-type 3:87: output `o` of stage `two` is a file, and what is made of each file stands in a folder | o: ./out/two/o/",
    "port-type 4:17: stage `three` is mapped over one folder, and input `all` is several | give the stage the matrix of what makes them, or gather them into one folder first",
    "wrong-value 4:17: stage `three` is mapped over files, and may not be kept | take `cache: false` away",
  ]);
});
