import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { spliceParams } from "../../../engine/history/experiment/splice-params.ts";
import { nodePlatform } from "../../../engine/platform/node-platform.ts";
import { loadPipeline } from "../../../engine/spec/load-pipeline.ts";
import { millrace } from "../../millrace.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const stages = "stages:\n  hello: { run: echo hello > out/hello, out: { hello: ./out/hello } }\n";

/** What becomes of the text of the params, or the code of why nothing does. */
async function spliced(params: string, settings: Readonly<Record<string, string>>): Promise<string> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, ".git"));
  const file = join(folder, "pipeline.yaml");
  writeFileSync(file, params + stages);
  const { pipeline } = await loadPipeline({ platform: nodePlatform(), file });
  if (pipeline === undefined) throw new Error("the pipeline of the test cannot be read");
  const result = spliceParams(
    pipeline,
    Object.entries(settings).map(([name, value]) => ({ name, value })),
  );
  if (!result.ok) return result.failure.map(({ code }) => code).join(" ");
  const [edited] = result.value;
  if (edited === undefined) return "unchanged";
  expect(edited.after.endsWith(stages)).toBe(true);
  return edited.after.slice(0, -stages.length);
}

const block = "params: # of the house\n  rooms:   3 # with the kitchen\n  price: 'low'\n  floors: [1, 2]\n";

test.each([
  ["a number", block, { rooms: "4" }, block.replace("3", "4")],
  ["a text in quotes", block, { price: '"a, b: c"' }, block.replace("'low'", '"a, b: c"')],
  ["a list", block, { floors: "[3]" }, block.replace("[1, 2]", "[3]")],
  ["several", block, { floors: "[]", rooms: "10" }, block.replace("[1, 2]", "[]").replace("3", "10")],
  ["what is so already", block, { rooms: "3", price: "low" }, "unchanged"],
  ["other words for the same", "params: { rate: 0.001 }\n", { rate: "1e-3" }, "params: { rate: 1e-3 }\n"],
  [
    "a value in a flow map",
    "params: { train: { epochs: 6, rate: 0.1 } }\n",
    { "train.epochs": "60" },
    "params: { train: { epochs: 60, rate: 0.1 } }\n",
  ],
  [
    "a list in block style",
    "params:\n  floors:\n    - 1\n    - 2 # the attic\n\n  rooms: 3\n",
    { floors: "[7]" },
    "params:\n  floors:\n    [7]\n\n  rooms: 3\n",
  ],
  [
    "a text of several lines",
    "params:\n  text: |\n    one\n    two\n  rooms: 3\n",
    { text: "three" },
    "params:\n  text: three\n  rooms: 3\n",
  ],
  ["an empty value", "params:\n  rooms:\n  price: low\n", { rooms: "3" }, "params:\n  rooms: 3\n  price: low\n"],
  ["Windows line ends", "params:\r\n  rooms: 3\r\n", { rooms: "4" }, "params:\r\n  rooms: 4\r\n"],
  ["a value that an alias shares", "params:\n  rooms: &n 3\n  doors: *n\n", { rooms: "4" }, "apply-impossible"],
  ["an alias", "params:\n  rooms: &n 3\n  doors: *n\n", { doors: "4" }, "apply-impossible"],
  ["a param that is gone", block, { windows: "4" }, "unknown-param"],
  ["a value with an anchor that nothing uses", "params:\n  rooms: &n 3\n", { rooms: "4" }, "params:\n  rooms: &n 4\n"],
])("writes %s", async (_case, before, settings, after) => {
  expect(await spliced(before, settings)).toBe(after);
});

test("writes into the params file, with its byte order mark, and shows the lines", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, ".git"));
  writeFileSync(join(folder, "pipeline.yaml"), `params: ./params.yaml\n${stages}`);
  writeFileSync(join(folder, "params.yaml"), "\uFEFF# ours\nrooms: 3\n");
  await millrace(folder, "exp", "run", "--queue", "--set", "rooms=4");
  const end = await millrace(folder, "exp", "apply", "rooms-4", "--no-run");
  expect(end).toMatchObject({
    code: 0,
    stderr: "params.yaml\n  - 2: rooms: 3\n  + 2: rooms: 4\nmillrace run brings the pipeline up to date\n",
  });
  expect(readFileSync(join(folder, "params.yaml"), "utf8")).toBe("\uFEFF# ours\nrooms: 4\n");
  expect(readFileSync(join(folder, "pipeline.yaml"), "utf8")).toBe(`params: ./params.yaml\n${stages}`);
});

test("edits nothing where a param is gone, and says what else has changed", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, ".git"));
  const write = (params: string): void => writeFileSync(join(folder, "pipeline.yaml"), `params: ${params}\n${stages}`);
  write("{ rooms: 3, price: low }");
  await millrace(folder, "exp", "run", "--queue", "--set", "rooms=4");
  write("{ room: 3, price: low }");
  const refused = await millrace(folder, "exp", "apply", "rooms-4");
  expect(refused).toMatchObject({
    code: 2,
    stderr: [
      "error[unknown-param]: pipeline.yaml has no param `rooms` any more",
      "  why: the pipeline has changed since the experiment was made",
      "  hint: is it `room` now? then run the experiment again",
      "",
    ].join("\n"),
  });
  write("{ rooms: 3, price: high }");
  const warned = await millrace(folder, "exp", "apply", "rooms-4", "--no-run");
  expect(warned.stderr).toContain("price (low then, high now): not as when the experiment was made");
  expect(readFileSync(join(folder, "pipeline.yaml"), "utf8")).toBe(`params: { rooms: 4, price: high }\n${stages}`);
});
