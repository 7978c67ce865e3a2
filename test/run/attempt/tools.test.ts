import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Tools } from "../../../engine/run/attempt/tool-output.ts";
import { planOf, stageOf } from "../support/stage.ts";
import { Workplace } from "../support/workplace.ts";

let place: Workplace;
beforeEach(() => {
  place = new Workplace({ variables: { API_TOKEN: "s3cret" } });
});
afterEach(() => place.close());

const stage = stageOf({ does: { command: "true" }, env: { EDITION: "2" }, passEnv: ["API_TOKEN"] });
const tools = (): Tools => new Tools(place.executor, { plan: planOf(place.root, stage), signal: new AbortController().signal });

test("a tool says what it says on both streams, in a clean environment, stdout first", async () => {
  const command = 'echo " warning" >&2; echo " edition $EDITION token $API_TOKEN in $TZ"; echo';
  expect(await tools().output({ stage, command })).toEqual({ ok: true, value: "edition 2 token  in UTC\n\n warning" });
});

test("a tool is asked once, by however many stages and however often", async () => {
  const asked = tools();
  const command = "echo asked >> asked.txt; echo 1.2";
  const answers = await Promise.all([asked.output({ stage, command }), asked.output({ stage, command })]);
  expect([...answers, await asked.output({ stage, command })]).toEqual(Array(3).fill({ ok: true, value: "1.2" }));
  expect(readFileSync(join(place.root, "asked.txt"), "utf8")).toBe("asked\n");
});

test("a tool that fails is a diagnostic", async () => {
  expect(await tools().output({ stage, command: "echo broken >&2; exit 4" })).toEqual({
    ok: false,
    failure: {
      code: "tool-failed",
      severity: "error",
      message: "the tool `echo broken >&2; exit 4` of stage train ended with exit code 4",
      place: { file: "pipeline.yaml", line: 3, column: 3, frame: expect.stringContaining("train:") },
      why: "broken",
      hint: "what a tool says is part of the key: install it, or take it out of `tools`",
    },
  });
});
