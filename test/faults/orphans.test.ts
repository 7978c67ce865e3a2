import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { runPipeline } from "../property/engine.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const program = fileURLToPath(new URL("engine-process.mjs", import.meta.url));

const pipeline = `name: mill
stages:
  grind:
    run: sh grind.sh \${{ out.flour }}
    passEnv: [EXECUTIONS]
    in:
      code: ./grind.sh
    out:
      flour: ./flour.txt
`;

/** Deaf to TERM, and writes its output as long as it lives. */
const stubborn = `trap '' TERM
echo grind >> "$EXECUTIONS"
while :; do echo rye > "$1"; sleep 0.05; done
`;

/** Long enough for a stubborn one beside it to write over what it wrote. */
const brief = `echo wheat > "$1"
sleep 0.5
`;

test("what a killed engine left running cannot write into the results of the next run", { timeout: 60_000 }, async () => {
  const root = temporaryFolder();
  const folder = join(root, "project");
  const executions = join(root, "executions");
  mkdirSync(folder);
  writeFileSync(join(folder, "millrace.config.yaml"), "");
  writeFileSync(join(folder, "pipeline.yaml"), pipeline);
  writeFileSync(join(folder, "grind.sh"), stubborn);
  const engine = spawn(process.execPath, [program, folder, executions], { stdio: ["ignore", "ignore", "inherit"] });
  await expect.poll(() => existsSync(executions) && existsSync(join(folder, "flour.txt")), { timeout: 20_000 }).toBe(true);
  await new Promise((resolve) => engine.once("exit", resolve).kill("SIGKILL"));

  writeFileSync(join(folder, "grind.sh"), brief);
  const { exitCode, events } = await runPipeline({ folder, executions });

  expect(exitCode).toBe(0);
  expect(readFileSync(join(folder, "flour.txt"), "utf8")).toBe("wheat\n");
  expect(events.filter(({ type }) => type === "lock-waiting")).toEqual([
    { type: "lock-waiting", holder: expect.stringMatching(new RegExp(`^what process ${engine.pid} .* left running when it was killed$`)) },
  ]);
  expect(
    (await runPipeline({ folder, executions })).events.flatMap((event) => (event.type === "stage-finished" ? [event.outcome] : [])),
  ).toEqual(["fresh"]);
});
