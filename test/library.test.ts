import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Event } from "../engine/events/event.ts";
import { compile, loadPipeline, nodePlatform, readTable, run, status, writeTable } from "../engine/library.ts";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "millrace-library-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test("a program loads, compiles, runs and asks for the status, and the run is kept", async () => {
  const project = folder();
  writeFileSync(
    join(project, "pipeline.yaml"),
    "stages:\n  greet:\n    run: echo hello > ${{ out.text }}\n    out: { text: ./text.txt }\n",
  );
  const platform = nodePlatform();
  const { pipeline } = await loadPipeline({ platform, file: join(project, "pipeline.yaml") });
  if (pipeline === undefined) throw new Error("the pipeline was not read");
  const compiled = await compile(pipeline, { platform, selection: [], only: false });
  if (!compiled.ok) throw new Error("the pipeline does not compile");
  const { plan } = compiled.value;
  const { signal } = new AbortController();
  const events: Event[] = [];
  const options = {
    jobs: 1,
    mode: "update" as const,
    keepGoing: false,
    wait: true,
    signal,
    listeners: [(event: Event) => events.push(event)],
  };
  expect((await run({ plan, platform, ...options })).exitCode).toBe(0);
  expect(events.map(({ type }) => type)).toEqual(["run-started", "stage-started", "stage-finished", "run-finished"]);
  expect(readFileSync(join(project, "text.txt"), "utf8")).toBe("hello\n");
  expect([...(await status({ plan, platform, signal })).verdicts].map(([stage, { state }]) => [stage, state])).toEqual([
    ["greet", "fresh"],
  ]);
  expect(Object.keys(JSON.parse(readFileSync(join(project, ".millrace/state/durations.json"), "utf8")))).toEqual(["pipeline.yaml"]);
});

test("tables written by a program are read back", async () => {
  const path = join(folder(), "letters.arrow");
  const table = { rows: 2, columns: [{ name: "letter", type: "text", values: ["a", null] }] } as const;
  await writeTable(path, table);
  expect(await readTable(path)).toEqual(table);
});
