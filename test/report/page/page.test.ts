import { expect, test } from "vitest";
import type { Event } from "../../../engine/events/event.ts";
import { asProjectPath, asStageId } from "../../../engine/platform/identity.ts";
import { commandFailed, fewerEpochs, finishedStage, gateFailed, nothingToDo } from "../wine-events.ts";
import { bodyOf, flowing, pageOf } from "./wine-page.ts";

const train = asStageId("train");
const log = {
  path: asProjectPath(".millrace/logs/20260304T050607Z-17/train.log"),
  text: "\u001b[32mreading\u001b[0m\nValueError: 5 < 6\n",
  leftOut: 0,
};

test.each([
  ["fewer-epochs", fewerEpochs],
  ["nothing-to-do", nothingToDo],
  ["gate-failed", gateFailed],
  ["command-failed", commandFailed],
])("writes a page about %s", async (name, events) => {
  const page = await pageOf(flowing(events), { logs: new Map([[train, log]]) });
  await expect(bodyOf(page)).toMatchFileSnapshot(`whole/${name}.html.txt`);
});

test("says what the logs of early versions do not tell", async () => {
  const early = fewerEpochs.map((event): Event => {
    if (event.type !== "run-started") return event;
    const { edges, environment, ...rest } = event;
    return rest as typeof event;
  });
  const page = await pageOf(early);
  const said = [...page.matchAll(/<p class="absent">(.*?)<\/p>/g)].map(([, sentence]) => sentence);
  expect(said).toEqual([
    "This run&#39;s log, of an early version, does not tell how data flowed.",
    "This run&#39;s log, of an early version, does not tell what artifacts were made from.",
    "This run&#39;s log, of an early version, does not tell where it ran.",
  ]);
});

test("tells of a run that was killed, and what was at work then", async () => {
  const cut = fewerEpochs.findIndex((event) => event.type === "stage-finished" && event.outcome === "ran");
  const page = await pageOf(flowing(fewerEpochs.slice(0, cut)), { logs: new Map([[train, log]]) });
  expect(page).toContain('<span class="verdict bad">No end</span>');
  expect(page).toContain("the log ends before the run does: it was killed, or is still at work");
  expect(page).toContain('<span class="badge bad">unfinished</span>');
  expect(page).toContain("ValueError: 5 &lt; 6");
  expect(page.match(/<span class="badge caution">not reached<\/span>/g)).toHaveLength(3);
});

test("compares metrics with the run before, and says which way is better", async () => {
  const previous = {
    run: "20260303T000000Z-9",
    at: Date.UTC(2026, 2, 3),
    metrics: new Map([[asStageId("evaluate"), { accuracy: 0.9444444, f1: 0.97123, log_loss: 0.0712345 }]]),
  };
  const page = await pageOf(fewerEpochs, { previous });
  const table = /<table class="metrics">[\s\S]*?<\/table>/.exec(page)?.[0] ?? "";
  const rows = [...table.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = ""]) => row.replaceAll(/<[^>]+>/g, "|").replaceAll(/\|+/g, "|"));
  expect(rows).toMatchInlineSnapshot(`
    [
      "|metric|value|interval|before|change|",
      "|accuracy|0.9722|[0.86, 1]|0.9444|+0.0278|▲ better|",
      "|f1|0.9712|0.9712|same|",
      "|log_loss|0.08123|0.07123|+0.01|▲ worse|",
    ]
  `);
});

test("folds a matrix, and puts what went wrong first", async () => {
  const ids = Array.from({ length: 40 }, (_, index) => asStageId(`sample@${index}`));
  const started = fewerEpochs[0] as Event & { type: "run-started" };
  const page = await pageOf([
    { ...started, stages: ids },
    ...ids.map((id, index) => finishedStage(id, index === 31 ? "failed" : "ran", { milliseconds: 10, metrics: { accuracy: index / 40 } })),
  ]);
  expect([...page.matchAll(/<details class="group"><summary>(.*?)<\/summary>/g)].map(([, summary]) => summary)).toEqual([
    "sample: metrics of 40 stages; accuracy 0 to 0.975",
    "sample: 40 stages, 39 ran, 1 failed",
  ]);
  expect(/<table class="stages">[\s\S]*?<th scope="row"><span class="stage">(.*?)</.exec(page)?.[1]).toBe("sample@31");
  expect(page.match(/<rect class="bar/g)).toHaveLength(40);
});
