import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { countNgrams } from "../../pipelines/languages/count-ngrams.ts";
import { millrace, millraceRun } from "../millrace.ts";
import { copyExample } from "./copy-example.ts";

describe("the pipeline with a kind of its own", () => {
  test("tells six languages apart by their letters", async () => {
    const folder = copyExample("languages");
    const first = await millraceRun(folder);
    expect(first.code, first.stderr).toBe(0);
    const metrics = JSON.parse(readFileSync(join(folder, "out/evaluate/metrics.json"), "utf8"));
    expect(metrics.accuracy.value).toBeGreaterThanOrEqual(0.85);
  });

  test("learns its vocabulary from the train rows alone", async () => {
    const folder = copyExample("languages");
    const vocabulary = (): string => readFileSync(join(folder, "out/ngrams/vocabulary.json"), "utf8");
    await millraceRun(folder, "ngrams");
    const before = vocabulary();
    edit(join(folder, "pipeline.yaml"), (text) => text.replace("test: split.test", "test: split.validation"));
    expect((await millraceRun(folder, "ngrams")).outcomes).toEqual({ validate: "fresh", split: "fresh", ngrams: "ran" });
    expect(vocabulary()).toBe(before);
    edit(join(folder, "pipeline.yaml"), (text) => text.replace("train: split.train,", "train: split.test,"));
    await millraceRun(folder, "ngrams");
    expect(vocabulary()).not.toBe(before);
  });

  test("an edit of a module that the kind imports reruns the kind, and `why` names the module", async () => {
    const folder = copyExample("languages");
    await millraceRun(folder, "ngrams");
    edit(join(folder, "count-ngrams.ts"), (text) => text.replace("text.toLowerCase()", "text"));
    const why = await millrace(folder, "why", "ngrams");
    expect(why.stdout).toMatch(/^ngrams is stale: it must run\n {2}module {2}count-ngrams\.ts/);
    expect((await millraceRun(folder, "ngrams")).outcomes).toEqual({ validate: "fresh", split: "fresh", ngrams: "ran" });
  });
});

function edit(path: string, change: (text: string) => string): void {
  const text = readFileSync(path, "utf8");
  const next = change(text);
  expect(next, `an edit of ${path} that changes nothing`).not.toBe(text);
  writeFileSync(path, next);
}

test("n-grams are counted over words, whatever stands between them", () => {
  expect([...countNgrams("Ja, ja!", 3)]).toEqual([
    ["_ja", 2],
    ["ja_", 2],
    ["a_j", 1],
  ]);
});
