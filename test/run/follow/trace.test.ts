import { execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Event } from "../../../engine/events/event.ts";
import { signalGroup } from "../../../engine/platform/process-group.ts";
import { type JsonRun, millrace, millraceRun } from "../../millrace.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const program = fileURLToPath(new URL("../../../dist/millrace.js", import.meta.url));

/** Whether strace is here, and may look. */
const canTrace = (() => {
  try {
    execFileSync("strace", ["-qq", "-o", "/dev/null", "true"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

function project(files: Readonly<Record<string, string>>): string {
  const folder = join(temporaryFolder(), "mill");
  for (const [path, text] of Object.entries({ "millrace.config.yaml": "", ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

type Undeclared = Event & { readonly type: "undeclared-io" };

const tracedIn = ({ events }: JsonRun, stage: string): Undeclared => {
  const found = events.find((event): event is Undeclared => event.type === "undeclared-io" && event.stage === stage);
  if (found === undefined) throw new Error(`nothing was told of ${stage}`);
  return found;
};

/** A shell script that reads, lists, writes, removes and asks. */
const grind = `set -e
. ./lib/settings.sh
cat data/*.txt > "$1"
cat out/clean/grain.txt >> "$1"
[ -e tuning.yaml ] && cat tuning.yaml >> "$1"
[ -e notes.md ] && echo seen >> "$1"
mkdir -p plots/curves; echo x > plots/curves/a.svg
printf '{"bytes": 3}' > weight.json
echo scratch > half-done; cat half-done > /dev/null; rm half-done
echo private > "$TMPDIR/private"; cat "$TMPDIR/private" > /dev/null
rm -f old.txt
sh -c "sh -c 'cat deep.txt'"
`;

const mill = {
  "grain.txt": "wheat\nrye\n",
  "grind.sh": grind,
  "lib/settings.sh": "GRADE=3\n",
  "data/a.txt": "a\n",
  "data/b.txt": "b\n",
  "deep.txt": "deep\n",
  "notes.md": "notes\n",
  "old.txt": "old\n",
  "pipeline.yaml": `stages:
  clean:
    run: tr a-z A-Z < \${{ in.grain }} > \${{ out.grain }}
    in: { grain: ./grain.txt }
    out: { grain: ./out/clean/grain.txt }
  grind:
    run: sh grind.sh \${{ out.flour }}
    in: { code: ./grind.sh }
    out: { flour: ./flour.txt }
    after: [clean]
`,
};

describe.skipIf(!canTrace)("run --trace", () => {
  test("tells what a command read, listed, wrote and removed, with the lines that declare it; then nothing is left to tell", async () => {
    const folder = project(mill);
    const first = await millraceRun(folder, "--trace", "-v");
    expect(first.code, first.stderr).toBe(0);
    const { minor, ...event } = tracedIn(first, "grind");
    expect(event).toEqual({
      type: "undeclared-io",
      stage: "grind",
      allowed: false,
      reads: [
        { path: "data/a.txt" },
        { path: "data/b.txt" },
        { path: "deep.txt" },
        { path: "lib/settings.sh" },
        { path: "out/clean/grain.txt", maker: "clean" },
      ],
      lists: ["data"],
      writes: ["plots/curves/a.svg", "weight.json"],
      removes: ["old.txt"],
      outside: { reads: [], writes: [] },
      connections: [],
      declare: {
        in: ["settings: ./lib/settings.sh", "data: ./data", "deep: ./deep.txt", "grain: clean.grain"],
        out: ["plots: ./plots/", "weight: { path: ./weight.json, type: metrics }"],
      },
    });
    expect(minor?.absent).toContain("tuning.yaml");
    expect(minor?.looks).toContain("notes.md");
    expect(minor?.temporary).toContain("half-done");
    expect(tracedIn(first, "clean").reads).toEqual([]);
    expect(first.stderr).toContain("traced  clean: declares all that it reads and writes\n");
    expect(first.stderr).toContain("  looks in vain for tuning.yaml\n");
    expect(first.stderr).toMatch(/^warning\[undeclared-io\]: stage grind reads or writes what it does not declare$/m);

    const lines = (entries: readonly string[]): string => entries.map((line) => `      ${line}\n`).join("");
    const declared = `  grind:
    run: sh grind.sh \${{ out.flour }}
    in:
      code: ./grind.sh
${lines(event.declare.in)}    out:
      flour: ./flour.txt
${lines(event.declare.out)}`;
    writeFileSync(join(folder, "pipeline.yaml"), mill["pipeline.yaml"].replace(/ {2}grind:.*/s, declared));
    writeFileSync(join(folder, "grind.sh"), grind.replace("rm -f old.txt\n", ""));
    const second = await millraceRun(folder, "--trace=strict");
    expect(second.code, second.stderr).toBe(0);
    expect(second.outcomes.grind).toBe("ran");
    expect(tracedIn(second, "grind")).toMatchObject({ reads: [], lists: [], writes: [], removes: [] });
  });

  test("changes neither keys nor results", async () => {
    const [plain, traced] = [project(mill), project(mill)];
    await millraceRun(plain);
    await millraceRun(traced, "--trace");
    const lock = (folder: string): string => readFileSync(join(folder, "pipeline.lock.json"), "utf8");
    expect(lock(traced)).toBe(lock(plain));
    expect((await millraceRun(traced)).outcomes).toEqual({ clean: "fresh", grind: "fresh" });
  });

  test("strict: the stage fails, nothing of it is recorded, its outputs are gone, and JUnit says why", async () => {
    const folder = project(mill);
    const end = await millrace(folder, "run", "--trace=strict", "--junit", "junit.xml");
    expect(end.code).toBe(1);
    expect(end.stderr).toMatch(/^error\[undeclared-io\]: stage grind reads or writes what it does not declare$/m);
    expect(readFileSync(join(folder, "junit.xml"), "utf8")).toContain('type="undeclared-io"');
    expect(existsSync(join(folder, "flour.txt"))).toBe(false);
    expect(readFileSync(join(folder, "pipeline.lock.json"), "utf8")).not.toContain('"grind"');
    // A run that is not strict does not find it in the store either.
    expect((await millraceRun(folder)).outcomes).toEqual({ clean: "fresh", grind: "ran" });
  });

  test("`undeclared: allow` says that it is meant", async () => {
    const folder = project({ ...mill, "pipeline.yaml": `${mill["pipeline.yaml"]}    undeclared: allow\n` });
    const end = await millraceRun(folder, "--trace=strict");
    expect(end.code, end.stderr).toBe(0);
    expect(tracedIn(end, "grind").allowed).toBe(true);
    expect(end.stderr).not.toContain("undeclared-io");
  });

  test("retries are not spent on it, and what fails by itself says that first", async () => {
    const stage = (command: string): string => `stages:\n  grind:\n    run: ${command}\n    retries: { times: 3, delay: 1ms }\n`;
    const folder = project({ "pipeline.yaml": stage("echo x > note.txt"), "secret.txt": "s\n" });
    const strict = await millraceRun(folder, "--trace=strict");
    expect(strict.events.filter(({ type }) => type === "stage-started")).toHaveLength(1);
    writeFileSync(join(folder, "pipeline.yaml"), `stages:\n  grind: { run: "cat secr*; exit 7" }\n`);
    const failing = await millraceRun(folder, "--trace=strict");
    const finished = failing.events.find((event) => event.type === "stage-finished");
    expect(finished).toMatchObject({ outcome: "failed", diagnostics: [{ code: "command-failed" }, { code: "undeclared-io" }] });
    expect(tracedIn(failing, "grind").reads).toEqual([{ path: "secret.txt" }]);
  });

  test("a script that is executed, a link, compiled Python, a virtual environment, names with odd characters", async () => {
    const folder = project({
      "tool.sh": "#!/bin/sh\ncat 'odd \"name\"\\\n(é).txt' latest/x.csv venv/lib/m.txt > /dev/null\n",
      'odd "name"\\\n(é).txt': "odd\n",
      "versions/v3/x.csv": "1\n",
      "venv/pyvenv.cfg": "",
      "venv/lib/m.txt": "",
      "pipeline.yaml": `stages:\n  use: { run: "PATH=.:$PATH; tool.sh" }\n`,
    });
    chmodSync(join(folder, "tool.sh"), 0o755);
    symlinkSync("versions/v3", join(folder, "latest"));
    const end = await millraceRun(folder, "--trace");
    expect(tracedIn(end, "use").reads.map(({ path }) => path)).toEqual(["latest/x.csv", 'odd "name"\\\n(é).txt', "tool.sh"]);
  });

  test("an input that is a link, and a project behind one", async () => {
    const folder = project({
      "far/rows.csv": "1\n",
    });
    writeFileSync(
      join(folder, "pipeline.yaml"),
      'stages:\n  use:\n    run: cat "$PWD/rows.csv" ${{ in.rows }} > ${{ out.copy }}\n    in: { rows: ./rows.csv }\n    out: { copy: ./copy.csv }\n',
    );
    symlinkSync("far/rows.csv", join(folder, "rows.csv"));
    const door = join(dirname(folder), "door");
    symlinkSync(folder, door);
    const end = await millraceRun(door, "--trace=strict");
    expect(end.code, end.stderr).toBe(0);
    expect(tracedIn(end, "use").reads).toEqual([]);
  });

  test("data outside, writes outside and connections are told; only the data fail a strict run", async () => {
    const folder = project({ "pipeline.yaml": "" });
    const outside = dirname(folder);
    writeFileSync(join(outside, "prices.csv"), "1\n");
    const connect = `node -e 'require("net").connect(9, "127.0.0.1").on("error", () => {})'`;
    const stage = (command: string): void => writeFileSync(join(folder, "pipeline.yaml"), `stages:\n  use:\n    run: ${command}\n`);
    stage(`echo x > ../trail.txt; ${connect}`);
    const trail = await millraceRun(folder, "--trace=strict");
    expect(trail.code, trail.stderr).toBe(0);
    expect(tracedIn(trail, "use")).toMatchObject({ outside: { writes: [join(outside, "trail.txt")] }, connections: ["127.0.0.1:9"] });
    expect(trail.stderr).toMatch(/^warning\[undeclared-io\]: stage use reaches out of the project$/m);
    stage("cat ../pric*.csv");
    const data = await millraceRun(folder, "--trace=strict");
    expect(data.code).toBe(1);
    expect(tracedIn(data, "use").outside.reads).toEqual([join(outside, "prices.csv")]);
  });

  test("a kind of one's own", async () => {
    const folder = project({
      "kind.ts": `import { readFileSync, writeFileSync } from "node:fs";
import { defineStage } from "millrace";
export default defineStage({
  name: "use", version: 1, description: "Tells.", with: true,
  ports: { in: {}, out: { note: { type: "report", description: "What." } } },
  work: { run: async ({ out }) => writeFileSync(out.note.path, readFileSync("secret.txt")) },
});
`,
      "secret.txt": "s\n",
      "pipeline.yaml": "stages:\n  use: { uses: ./kind.ts }\n",
    });
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(dirname(dirname(program)), join(folder, "node_modules", "millrace"));
    const end = await millraceRun(folder, "--trace");
    expect(end.code, end.stderr).toBe(0);
    expect(tracedIn(end, "use").reads).toEqual([{ path: "secret.txt" }]);
    expect(end.stderr).toContain("give the kind ports for them");
  });

  test("exit code, signal, timeout and what is left in the background are as without it", async () => {
    const folder = project({
      "pipeline.yaml": `stages:
  code: { run: exit 7 }
  signal: { run: kill -KILL $$ }
  nothing: { run: [no-such-program] }
  late: { run: sleep 600, timeout: 1s }
  behind: { run: sleep 600 & }
`,
    });
    const told = async (...words: readonly string[]) => {
      const { events } = await millraceRun(folder, "--keep-going", ...words);
      return events.flatMap((event) =>
        event.type === "stage-finished"
          ? [[event.stage, event.outcome, event.diagnostics.map(({ code, message }) => `${code}: ${message}`)]]
          : [],
      );
    };
    const sorted = (ends: Awaited<ReturnType<typeof told>>) => ends.toSorted(([one], [other]) => (String(one) < String(other) ? -1 : 1));
    expect(sorted(await told("--trace", "--force"))).toEqual(sorted(await told("--force")));
  });

  test("Ctrl-C ends a traced stage with all that it started", async () => {
    const folder = project({ "pipeline.yaml": `stages:\n  slow: { run: "echo $$; sleep 600" }\n` });
    const child = spawn(process.execPath, [program, "run", "--trace", "--json"], { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
    const group = await new Promise<number>((resolve) => {
      let text = "";
      child.stdout.on("data", (chunk) => {
        text += chunk;
        const line = /"type":"stage-output".*"line":"(\d+)"/.exec(text)?.[1];
        if (line !== undefined) resolve(Number(line));
      });
    });
    child.kill("SIGINT");
    expect(await new Promise((resolve) => child.on("close", resolve))).toBe(130);
    expect(signalGroup(group, 0)).toBe(false);
  });

  test("where nothing ran, nothing was traced, and it says so", async () => {
    const folder = project(mill);
    await millraceRun(folder);
    expect((await millrace(folder, "run", "--trace")).stderr).toContain(
      "nothing was traced: only what runs is; `--force` runs also what is fresh\n",
    );
  });
});

describe("run --trace where strace is missing, or may not look", () => {
  const programs = (extra: Readonly<Record<string, string>>): string => {
    const folder = temporaryFolder();
    for (const name of ["sh", "tr", "cat", "mkdir", "rm", "sleep"]) {
      const path = execFileSync("/bin/sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
      symlinkSync(path, join(folder, name));
    }
    for (const [name, text] of Object.entries(extra)) writeFileSync(join(folder, name), text, { mode: 0o755 });
    return folder;
  };
  const run = (folder: string, path: string, ...words: readonly string[]) =>
    new Promise<{ readonly code: number | null; readonly text: string }>((resolve) => {
      const child = spawn(process.execPath, [program, "run", ...words], {
        cwd: folder,
        env: { PATH: path },
        stdio: ["ignore", "ignore", "pipe"],
      });
      let text = "";
      child.stderr.on("data", (chunk) => {
        text += chunk;
      });
      child.on("close", (code) => resolve({ code, text }));
    });
  const refusing = "#!/bin/sh\necho 'strace: ptrace(PTRACE_TRACEME, ...): Operation not permitted' >&2\nexit 1\n";

  test.skipIf(process.platform !== "linux").each([
    ["missing", {}, "strace is not installed"],
    ["refused", { strace: refusing }, "PTRACE_TRACEME, ...): Operation not permitted"],
  ])("%s: says so, and runs on without; strict runs nothing", async (_how, extra, why) => {
    const folder = project(mill);
    const path = programs(extra);
    const plain = await run(folder, path, "clean", "--trace");
    expect(plain.code, plain.text).toBe(0);
    expect(plain.text).toMatch(/^warning\[trace-unavailable\]: nothing is traced: the stages run as without --trace$/m);
    expect(plain.text.replace(/\s+/g, " ")).toContain(why);
    expect(existsSync(join(folder, "out/clean/grain.txt"))).toBe(true);
    rmSync(join(folder, "out"), { recursive: true });
    const strict = await run(folder, path, "clean", "--trace=strict");
    expect(strict.code, strict.text).toBe(5);
    expect(strict.text).toMatch(/^error\[trace-unavailable\]: nothing can be traced here, so nothing was run$/m);
    expect(existsSync(join(folder, "out/clean/grain.txt"))).toBe(false);
  });
});
