import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { millrace } from "../../millrace.ts";
import { processesIn } from "./processes.ts";
import { Watching } from "./watching.ts";
import { held, pressAndAge, Winery } from "./winery.ts";

/** Two branches: what is pressed is aged, what is counted is told. */
const branches = `name: wine
stages:
  press:
    run: ${held("press")}; cat \${{ in.grapes }} > \${{ out.must }}
    in: { grapes: ./grapes.txt }
    out: { must: ./cellar/must.txt }
  age:
    run: sed 's/^/old /' \${{ in.must }} > \${{ out.wine }}
    in: { must: press.must }
    out: { wine: ./cellar/wine.txt }
  count:
    run: ${held("count")}; wc -l < \${{ in.barrels }} > \${{ out.number }}
    in: { barrels: ./barrels.txt }
    out: { number: ./cellar/number.txt }
  tell:
    run: cat \${{ in.number }} > \${{ out.told }}
    in: { number: count.number }
    out: { told: ./cellar/told.txt }
`.replaceAll(/run: (.*)/g, (_line, command) => `run: ${JSON.stringify(command)}`);

function branching() {
  return new Winery({ "pipeline.yaml": branches, "grapes.txt": "merlot\n", "barrels.txt": "one\n" });
}

test("an edit stops what reads the file and what is behind that, lets the others end, and begins again at once", async () => {
  const winery = branching();
  const watching = new Watching(winery.folder, { words: ["--jobs", "2"] });
  await Promise.all([winery.hasBegun("press"), winery.hasBegun("count")]);
  winery.replace("grapes.txt", "syrah\n");
  const cancelled = await watching.until("stage-finished");
  expect([cancelled.stage, cancelled.outcome, cancelled.diagnostics]).toEqual(["press", "cancelled", []]);
  winery.letGo("count");
  winery.letGo("press");
  expect((await watching.until("run-finished")).counts).toMatchObject({ ran: 2, cancelled: 2 });
  const second = await watching.round();
  expect(second.toSorted()).toEqual(["age ran", "count fresh", "press ran", "tell fresh", "watching 3 0"]);
  expect(readFileSync(winery.path("cellar/wine.txt"), "utf8")).toBe("old syrah\n");
  expect((await millrace(winery.folder, "status", "--check")).code).toBe(0);
});

test("an edit of the pipeline stops all that is at work, and what was finished is kept", async () => {
  const winery = branching();
  winery.letGo("count");
  const watching = new Watching(winery.folder, { words: ["--jobs", "2"] });
  await winery.hasBegun("press");
  await watching.until("stage-finished", ({ stage }) => stage === "tell");
  winery.letGo("press");
  winery.write(
    "pipeline.yaml",
    branches.replace("s/^/old /", "s/^/aged /").replace("touch ../begun-press; until [ -e ../go-press ]; do sleep 0.02; done; ", ""),
  );
  expect((await watching.round()).filter((line) => !/^(press|age) (ran|cancelled)$/.test(line)).toSorted()).toEqual([
    "changed pipeline.yaml",
    "count fresh",
    "tell fresh",
    "watching 3 0",
  ]);
  expect(readFileSync(winery.path("cellar/wine.txt"), "utf8")).toBe("aged merlot\n");
});

test("a stage that an edit makes fail, or that ends before anyone has told of the edit, did not fail", async () => {
  const winery = new Winery({
    "pipeline.yaml": pressAndAge
      .replace("cat ", "echo half > grapes.txt.new; mv grapes.txt.new grapes.txt; exit 7; cat ")
      .replace("./grapes.txt }", "./grapes.txt }\n    undeclared: allow"),
    "grapes.txt": "merlot\n",
  });
  const watching = new Watching(winery.folder);
  const first = await watching.until("stage-finished");
  expect([first.stage, first.outcome, first.diagnostics]).toEqual(["press", "cancelled", []]);
  // From then on it reads what it writes, and so it fails by itself.
  expect(await watching.round()).toContain("press failed command-failed");
});

test("a stage that writes what it reads is told so, and does not keep the machine busy", async () => {
  const winery = new Winery({
    "pipeline.yaml": pressAndAge
      .replace("cat ", "date +%s%N >> grapes.txt; cat ")
      .replace("./grapes.txt }", "./grapes.txt }\n    undeclared: allow"),
    "grapes.txt": "merlot\n",
  });
  const watching = new Watching(winery.folder);
  await watching.until("notice", ({ diagnostic }) => diagnostic.code === "watch-loop");
  expect(await watching.end("SIGTERM")).toBe(143);
});

test("Ctrl-C in the middle of a run ends it with 130 and leaves no process", async () => {
  const winery = branching();
  const watching = new Watching(winery.folder, { words: ["--jobs", "2"] });
  await Promise.all([winery.hasBegun("press"), winery.hasBegun("count")]);
  expect(processesIn(winery.folder).length).toBeGreaterThan(2);
  expect(await watching.end("SIGINT")).toBe(130);
  expect(watching.events.filter(({ type }) => type === "watching")).toEqual([]);
  expect(watching.events.at(-1)).toMatchObject({ type: "run-finished", exitCode: 130 });
  expect(processesIn(winery.folder)).toEqual([]);
});

test("another run is waited for, and said so", async () => {
  const winery = branching();
  const other = millrace(winery.folder, "run", "--jobs", "2");
  await Promise.all([winery.hasBegun("press"), winery.hasBegun("count")]);
  const watching = new Watching(winery.folder);
  await watching.until("lock-waiting");
  winery.letGo("press");
  winery.letGo("count");
  expect((await other).code).toBe(0);
  expect((await watching.round()).toSorted()).toEqual(["age fresh", "count fresh", "press fresh", "tell fresh", "watching 3 0"]);
});

test("an edit while another run is waited for is in the run that follows", async () => {
  const winery = branching();
  const other = millrace(winery.folder, "run", "--jobs", "2");
  await Promise.all([winery.hasBegun("press"), winery.hasBegun("count")]);
  const watching = new Watching(winery.folder);
  await watching.until("lock-waiting");
  winery.write("pipeline.yaml", branches.replace("s/^/old /", "s/^/aged /"));
  await watching.until("files-changed");
  winery.letGo("press");
  winery.letGo("count");
  await other;
  await watching.until("watching");
  expect(readFileSync(winery.path("cellar/wine.txt"), "utf8")).toBe("aged merlot\n");
});
