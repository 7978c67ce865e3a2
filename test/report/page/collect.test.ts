import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { RunHistory } from "../../../engine/events/durations.ts";
import type { LoggedEvent } from "../../../engine/events/run-log.ts";
import { digestOf } from "../../../engine/key/digest.ts";
import { asProjectPath, asStageId } from "../../../engine/platform/identity.ts";
import { collectPage } from "../../../engine/report/page/collect.ts";
import { emptyProject } from "../../history/project.ts";
import { timed } from "../timed.ts";
import { fewerEpochs, finishedStage } from "../wine-events.ts";

const [started] = timed(fewerEpochs);
const plot = asStageId("plot");

const withStore = (project: RunHistory) => ({ ...project, storeFolder: join(project.projectRoot, ".millrace", "store") });

/** A run of one stage with these outputs, as the run left them. */
function run(outputs: Readonly<Record<string, string>>, more: Parameters<typeof finishedStage>[2] = {}): readonly LoggedEvent[] {
  const told = Object.entries(outputs).map(([path, bytes], index) => ({
    port: `port${index}`,
    path: asProjectPath(path),
    digest: digestOf(bytes),
  }));
  if (started?.type !== "run-started") throw new Error("a run starts with its start");
  return [
    { ...started, stages: [plot] },
    { ...finishedStage(plot, "ran", { outputs: told, ...more }), at: started.at + 100 },
  ];
}

function write(root: string, path: string, bytes: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), bytes);
}

test("takes pictures and reports as the run left them: where they lie, else from the store, else it says that they are gone", async () => {
  const project = withStore(emptyProject());
  const { projectRoot } = project;
  const outputs = {
    "out/here.svg": "<svg/>",
    "out/edited.png": "then",
    "out/gone.svg": "<svg>lost</svg>",
    "out/report.md": "# Wine",
    "out/table.arrow": "bytes",
  };
  write(projectRoot, "out/here.svg", "<svg/>");
  write(projectRoot, "out/edited.png", "now");
  write(projectRoot, "out/gone.svg", "other");
  write(projectRoot, "out/report.md", "# Wine");
  const digest = digestOf("then");
  write(projectRoot, `.millrace/store/objects/${digest.slice(0, 2)}/${digest.slice(2)}`, "then");
  const source = await collectPage(project, run(outputs));
  expect(source?.pictures.map(({ path, bytes }) => [path, String(bytes)])).toEqual([
    ["out/here.svg", "<svg/>"],
    ["out/edited.png", "then"],
    ["out/gone.svg", "out/gone.svg has changed since this run, and its bytes are no longer kept"],
  ]);
  expect(source?.documents.map(({ path, bytes }) => [path, String(bytes)])).toEqual([["out/report.md", "# Wine"]]);
});

test("leaves out what would make the page too large, and says so", async () => {
  const project = withStore(emptyProject());
  const large = "x".repeat(1_000_001);
  const half = "y".repeat(900_000);
  const outputs = { "out/large.svg": large, "out/a.svg": half, "out/b.svg": half, "out/c.svg": half };
  for (const [path, bytes] of Object.entries(outputs)) write(project.projectRoot, path, bytes);
  const source = await collectPage(project, run(outputs));
  expect(source?.pictures.map(({ bytes }) => (typeof bytes === "string" ? bytes : bytes.length))).toEqual([
    "out/large.svg is too large for this page: 1000001 bytes",
    900_000,
    900_000,
    "out/c.svg is too large for this page: 900000 bytes",
  ]);
});

test("keeps the end of a long log, from a whole line on", async () => {
  const project = withStore(emptyProject());
  const path = asProjectPath(".millrace/logs/run/plot.log");
  const lines = Array.from({ length: 30_000 }, (_, index) => `line ${index}`).join("\n");
  write(project.projectRoot, path, `${lines}\n`);
  const source = await collectPage(project, run({}, { outcome: "failed", log: path }));
  const log = source?.logs.get(plot);
  expect(log?.text.startsWith("line ")).toBe(true);
  expect(log?.text.endsWith("line 29999\n")).toBe(true);
  expect((log?.leftOut ?? 0) + (log?.text.length ?? 0)).toBe(lines.length + 1);
  expect(log?.text.length).toBeLessThanOrEqual(200_000);
});

test("compares with the newest earlier run of the same pipeline that measured something", async () => {
  const project = withStore(emptyProject());
  const past = (id: string, pipeline: string, metrics: Readonly<Record<string, number>>): void => {
    const events = run({}, { metrics }).map((event) => (event.type === "run-started" ? { ...event, run: id, pipeline } : event));
    write(project.projectRoot, `.millrace/runs/${id}.jsonl`, events.map((event) => JSON.stringify(event)).join("\n"));
  };
  past("20260301T000000000Z-1", "pipelines/wine/pipeline.yaml", { accuracy: 0.8 });
  past("20260302T000000000Z-1", "pipelines/wine/pipeline.yaml", {});
  past("20260303T000000000Z-1", "pipelines/beer/pipeline.yaml", { accuracy: 0.7 });
  past("20260305T000000000Z-1", "pipelines/wine/pipeline.yaml", { accuracy: 0.6 });
  const source = await collectPage(project, run({}, { metrics: { accuracy: 0.9 } }));
  expect(source?.previous?.run).toBe("20260301T000000000Z-1");
  expect(source?.previous?.metrics.get(plot)).toEqual({ accuracy: 0.8 });
});
