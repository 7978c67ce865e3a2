import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nodePlatform } from "../../engine/platform/node-platform.ts";
import { runPipeline } from "../property/engine.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const pipeline = `name: slow-reader
stages:
  read:
    run: |
      cat \${{ in.grain }} > \${{ out.flour }}
      echo reading > "$READING"
      cat "$GO_ON" > /dev/null
    passEnv: [READING, GO_ON]
    in:
      grain: ./grain.txt
    out:
      flour: ./out/flour.txt
`;

/** Runs while a hand edits `grain.txt` between the command's reading and its end; named pipes say when. */
async function runWith(edit: (folder: string) => void) {
  const root = temporaryFolder();
  const [reading, goOn] = [join(root, "reading"), join(root, "go-on")];
  execFileSync("mkfifo", [reading, goOn]);
  writeFileSync(join(root, "millrace.config.yaml"), "");
  writeFileSync(join(root, "pipeline.yaml"), pipeline);
  writeFileSync(join(root, "grain.txt"), "wheat\n");
  const platform = nodePlatform();
  const variables = { ...platform.environment.variables, READING: reading, GO_ON: goOn };
  const once = async (): Promise<Awaited<ReturnType<typeof runPipeline>>> => {
    const running = runPipeline({
      folder: root,
      executions: "",
      platform: { ...platform, environment: { ...platform.environment, variables } },
    });
    const handshake = (async () => {
      const pipe = await open(reading);
      await pipe.readFile();
      await pipe.close();
      edit(root);
      await writeFile(goOn, "go on");
    })();
    const outcome = await running;
    await handshake;
    return outcome;
  };
  return { root, once };
}

const codesOf = (outcome: Awaited<ReturnType<typeof runPipeline>>): readonly string[] =>
  outcome.events.flatMap((event) => (event.type === "stage-finished" ? event.diagnostics.map(({ code }) => code) : []));

test("an input that is edited while its stage reads it makes no result, and the next run makes the right one", async () => {
  let edited = false;
  const { root, once } = await runWith((folder) => {
    if (!edited) writeFileSync(join(folder, "grain.txt"), "rye\n");
    edited = true;
  });
  const first = await once();
  expect(first.exitCode).toBe(1);
  expect(codesOf(first)).toEqual(["input-changed-while-running"]);
  expect(existsSync(join(root, "out", "flour.txt"))).toBe(false);
  expect(existsSync(join(root, "pipeline.lock.json"))).toBe(false);
  expect((await once()).exitCode).toBe(0);
  expect(readFileSync(join(root, "out", "flour.txt"), "utf8")).toBe("rye\n");
});

test("an input that is edited and put back, so that nobody can tell, is no change", async () => {
  const { root, once } = await runWith((folder) => {
    writeFileSync(join(folder, "grain.txt"), "rye\n");
    writeFileSync(join(folder, "grain.txt"), "wheat\n");
  });
  expect((await once()).exitCode).toBe(0);
  expect(readFileSync(join(root, "out", "flour.txt"), "utf8")).toBe("wheat\n");
});

test("an input that is removed while its stage runs makes no result", async () => {
  const { once } = await runWith((folder) => execFileSync("rm", ["-f", join(folder, "grain.txt")]));
  const outcome = await once();
  expect(outcome.exitCode).toBe(1);
  expect(codesOf(outcome)).toEqual(["input-changed-while-running"]);
});
