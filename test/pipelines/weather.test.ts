import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { millraceRun } from "../millrace.ts";
import { copyExample } from "./copy-example.ts";

const python = spawnSync("python3", ["--version"], { encoding: "utf8" }).status === 0;
const title = python ? "the pipeline of commands" : "the pipeline of commands: skipped, there is no python3 on the PATH";

describe.skipIf(!python)(title, () => {
  test("forecasts better than that tomorrow is as today, and compares how far to look back", async () => {
    const folder = copyExample("weather");
    const first = await millraceRun(folder);
    expect(first.code, first.stderr).toBe(0);
    expect(readFileSync(join(folder, "reports/compare.md"), "utf8")).toMatchInlineSnapshot(`
      "| look back | mean error | root mean square | gain over "as today" |
      | --- | ---: | ---: | ---: |
      | 1 | 2.109702 | 2.673341 | 0.058053 |
      | 3 | 2.125321 | 2.68863 | 0.05108 |
      | 7 | 2.131508 | 2.702688 | 0.048317 |
      "
    `);
    const second = await millraceRun(folder);
    expect(new Set(Object.values(second.outcomes))).toEqual(new Set(["fresh"]));
  });

  test("a change of one program reruns the stages that run it, and what follows from them", async () => {
    const folder = copyExample("weather");
    await millraceRun(folder);
    const file = join(folder, "evaluate.py");
    writeFileSync(file, readFileSync(file, "utf8").replace('"days": len(errors),', '"days": len(errors), "bias": 0,'));
    const { outcomes } = await millraceRun(folder);
    const ran = Object.entries(outcomes).filter(([, outcome]) => outcome !== "fresh");
    expect(Object.fromEntries(ran)).toEqual({ "evaluate@1": "ran", "evaluate@3": "ran", "evaluate@7": "ran", compare: "ran" });
  });
});
