import { chmodSync, existsSync, readFileSync, renameSync, utimesSync } from "node:fs";
import { expect, test } from "vitest";
import { millrace } from "../../millrace.ts";
import { Watching } from "./watching.ts";
import { pressAndAge, Winery } from "./winery.ts";

test("an edit runs what it makes stale; a touched file, and outputs, are no edit", async () => {
  const winery = new Winery({ "pipeline.yaml": pressAndAge, "grapes.txt": "merlot\n" });
  const watching = new Watching(winery.folder);
  expect(await watching.round()).toEqual(["press ran", "age ran", "watching 2 0"]);

  utimesSync(winery.path("grapes.txt"), new Date(), new Date());
  winery.write("cellar/wine.txt", "water\n");
  winery.write("pipeline.yaml", `${pressAndAge}# a comment\n`);
  expect(await watching.round()).toEqual(["changed pipeline.yaml", "press fresh", "notice displaced", "age restored", "watching 2 0"]);

  winery.replace("grapes.txt", "syrah\n");
  expect(await watching.round()).toEqual(["changed grapes.txt", "press ran", "age ran", "watching 2 0"]);
  expect(readFileSync(winery.path("cellar/wine.txt"), "utf8")).toBe("old syrah\n");

  chmodSync(winery.path("grapes.txt"), 0o755);
  expect(await watching.round()).toEqual(["changed grapes.txt", "press ran", "age fresh", "watching 2 0"]);
  expect(await watching.end()).toBe(130);
});

test("broken YAML, a failing command, a failed gate and a missing input are told, and mended by the next edit", async () => {
  const winery = new Winery({ "pipeline.yaml": pressAndAge });
  const watching = new Watching(winery.folder);
  expect(await watching.round()).toEqual(["notice missing-file", "watching 1 0"]);
  winery.write("grapes.txt", "merlot\n");
  expect(await watching.round()).toEqual(["changed grapes.txt", "press ran", "age ran", "watching 2 0"]);

  winery.write("pipeline.yaml", "stages: [");
  expect(await watching.round()).toEqual(["changed pipeline.yaml", "notice yaml-syntax", "watching 2 0"]);
  winery.write("pipeline.yaml", pressAndAge.replace("sed ", "false; sed "));
  expect(await watching.round()).toEqual(["changed pipeline.yaml", "press fresh", "age failed command-failed", "watching 2 0"]);
  const gated = `${pressAndAge}  taste:\n    run: "echo '{\\"score\\": 0.4}' > \${{ out.metrics }}"\n    in: { grapes: ./grapes.txt }\n    out: { metrics: { path: ./taste.json, type: metrics } }\n    gate: [score >= 0.5]\n`;
  winery.write("pipeline.yaml", gated);
  expect((await watching.round()).toSorted()).toEqual(
    ["changed pipeline.yaml", "press fresh", "age restored", "taste ran", "gate failed", "watching 2 0"].toSorted(),
  );
  winery.write("pipeline.yaml", gated.replace("0.4", "0.6"));
  expect((await watching.round()).toSorted()).toEqual(
    ["changed pipeline.yaml", "press fresh", "age fresh", "taste ran", "gate passed", "watching 2 0"].toSorted(),
  );

  winery.remove("grapes.txt");
  expect(await watching.round()).toEqual(["changed grapes.txt", "notice missing-file", "notice missing-file", "watching 1 0"]);
  winery.write("grapes.txt", "syrah\n");
  expect(await watching.round()).toContain("press ran");
});

test("an input wakes it whose folders come to be, or are replaced, as a whole", async () => {
  const pipeline = pressAndAge.replace("./grapes.txt", "./estate/south/grapes.txt");
  const winery = new Winery({ "pipeline.yaml": pipeline });
  const watching = new Watching(winery.folder);
  expect(await watching.round()).toEqual(["notice missing-file", "watching 1 0"]);
  winery.write("elsewhere/south/grapes.txt", "merlot\n");
  renameSync(winery.path("elsewhere"), winery.path("estate"));
  expect(await watching.round()).toEqual(["changed estate/south/grapes.txt", "press ran", "age ran", "watching 2 0"]);

  winery.write("elsewhere/south/grapes.txt", "syrah\n");
  renameSync(winery.path("estate"), winery.path("old"));
  renameSync(winery.path("elsewhere"), winery.path("estate"));
  expect(await watching.round()).toEqual(["changed estate/south/grapes.txt", "press ran", "age ran", "watching 2 0"]);
  winery.write("estate/south/grapes.txt", "malbec\n");
  expect(await watching.round()).toEqual(["changed estate/south/grapes.txt", "press ran", "age ran", "watching 2 0"]);
});

test("a folder is watched with what comes to be in it, without what is ignored", async () => {
  const pipeline = pressAndAge
    .replace("./grapes.txt", "./vineyard")
    .replace("cat ${{ in.grapes }}", "find ${{ in.grapes }} -type f | sort");
  const winery = new Winery({ "pipeline.yaml": pipeline, "vineyard/a.txt": "a\n", ".millraceignore": "*.tmp\n" });
  const watching = new Watching(winery.folder);
  expect(await watching.round()).toEqual(["press ran", "age ran", "watching 2 1"]);
  winery.write("vineyard/swap.tmp", "no\n");
  winery.write("vineyard/__pycache__/x.pyc", "no\n");
  winery.write("vineyard/north/steep/b.txt", "b\n");
  expect((await watching.round()).slice(1)).toEqual(["press ran", "age ran", "watching 2 1"]);
  winery.write("vineyard/north/steep/c.txt", "c\n");
  expect(await watching.round()).toEqual(["changed vineyard/north/steep/c.txt", "press ran", "age ran", "watching 2 1"]);
  winery.write(".millraceignore", "*.tmp\n/vineyard/north/\n");
  expect(await watching.round()).toEqual(["changed .millraceignore", "press restored", "age restored", "watching 2 1"]);
  winery.write("vineyard/north/steep/d.txt", "d\n");
  winery.write("vineyard/a.txt", "A\n");
  expect(await watching.round()).toEqual(["changed vineyard/a.txt", "press ran", "age ran", "watching 2 1"]);
});

test("between runs the project is free for another one, after which nothing is run wrongly", async () => {
  const winery = new Winery({ "pipeline.yaml": pressAndAge, "grapes.txt": "merlot\n" });
  const watching = new Watching(winery.folder);
  await watching.round();
  const other = await millrace(winery.folder, "run", "--force", "--no-wait");
  expect(other.code).toBe(0);
  winery.write("grapes.txt", "merlot\n");
  winery.write("pipeline.yaml", `${pressAndAge}# a comment\n`);
  expect(await watching.round()).toEqual(["changed pipeline.yaml", "press fresh", "age fresh", "watching 2 0"]);
});

test("params that are files, given or named in the pipeline, are watched, there or not", async () => {
  const winery = new Winery({
    "pipeline.yaml": `params: ./params.yaml\n${pressAndAge.replace("s/^/old /", "s/^/${{ params.age }} /").replace("sed 's/^/${{ params.age }} /' ${{ in.must }}", "echo ${{ params.age }}; cat ${{ in.must }}")}`,
    "grapes.txt": "merlot\n",
  });
  const watching = new Watching(winery.folder, { words: ["--params", "more.yaml"] });
  expect((await watching.round()).at(-1)).toBe("watching 2 0");
  winery.write("params.yaml", "age: 3\n");
  expect((await watching.round()).at(-1)).toBe("watching 3 0");
  winery.write("more.yaml", "{}\n");
  expect(await watching.round()).toEqual(["changed more.yaml", "press ran", "age ran", "watching 4 0"]);
  winery.write("more.yaml", "age: 4\n");
  expect(await watching.round()).toEqual(["changed more.yaml", "press fresh", "age ran", "watching 4 0"]);
});

test("instances of a list come, go and are run alone, as the list and what they read are edited", async () => {
  const parts = `name: wine
stages:
  plan: { run: "cp \${{ in.list }} \${{ out.parts }}", in: { list: ./parts.json }, out: { parts: { type: list } } }
  press:
    matrix: { part: plan.parts }
    run: cat \${{ in.grapes }} > \${{ out.must }}
    in: { grapes: "./\${{ matrix.part }}.txt" }
    out: { must: }
  blend: { run: "cat \${{ in.all }} > \${{ out.wine }}", in: { all: press.must }, out: { wine: ./wine.txt } }
`;
  const files = { "pipeline.yaml": parts, "parts.json": '["north", "south"]', "north.txt": "merlot\n", "south.txt": "syrah\n" };
  const winery = new Winery({ ...files, "west.txt": "malbec\n" });
  const watching = new Watching(winery.folder);
  // Once a list has grown, another round looks at what its instances read.
  const ran = async () => (await watching.round()).filter((line) => line.endsWith(" ran")).toSorted();
  expect(await ran()).toEqual(["blend ran", "plan ran", "press@north ran", "press@south ran"]);
  winery.replace("south.txt", "pinot\n");
  expect(await ran()).toEqual(["blend ran", "press@south ran"]);
  winery.replace("parts.json", '["south", "west"]');
  expect(await ran()).toEqual(["blend ran", "plan ran", "press@west ran"]);
  winery.replace("west.txt", "gamay\n");
  expect(await ran()).toEqual(["blend ran", "press@west ran"]);
  expect(readFileSync(winery.path("wine.txt"), "utf8")).toBe("pinot\ngamay\n");
  expect(existsSync(winery.path("out/press@north"))).toBe(false);
});
