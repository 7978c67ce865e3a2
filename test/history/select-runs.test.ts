import { expect, test } from "vitest";
import { readMoment } from "../../engine/history/moment.ts";
import type { ListedRun } from "../../engine/history/past-runs.ts";
import { findRun, shortNames } from "../../engine/history/run-names.ts";
import type { RunOutcome } from "../../engine/history/run-outcome.ts";
import { type RunSelection, selectRuns } from "../../engine/history/select-runs.ts";
import { asProjectPath, asStageId } from "../../engine/platform/identity.ts";

const [wine, cellar] = [asProjectPath("wine/pipeline.yaml"), asProjectPath("cellar/pipeline.yaml")];
const train = asStageId("train@mlp");
const evaluate = asStageId("evaluate");

interface Told {
  readonly outcome?: RunOutcome;
  readonly pipeline?: typeof wine;
  readonly accuracy?: number;
  readonly loss?: number;
  readonly model?: string;
  readonly seconds?: number;
}

/** `at` counts in hours, and is the run's name. */
function run(at: number, { outcome = "ok", pipeline = wine, accuracy, loss, model = "mlp", seconds = 1 }: Told): ListedRun {
  const metrics = { ...(accuracy !== undefined && { accuracy }), ...(loss !== undefined && { loss }) };
  return {
    run: String(at),
    short: String(at),
    outcome,
    pipeline,
    name: "wine",
    at: at * 3_600_000,
    milliseconds: seconds * 1000,
    exitCode: outcome === "ok" ? 0 : 1,
    params: { "training.epochs": at * 10, model },
    counts: { ran: 1, restored: 0, fresh: 0, failed: 0, blocked: 0, skipped: 0, cancelled: 0 },
    ran: [train, ...(outcome === "ok" ? [evaluate] : [])],
    failed: [],
    metrics: Object.keys(metrics).length === 0 ? {} : { [evaluate]: metrics },
    gates: [],
  };
}

const runs = [
  run(5, { accuracy: 0.8, loss: 0.4, seconds: 90 }),
  run(4, { outcome: "failed" }),
  run(3, { accuracy: 0.95, loss: 0.3, model: "cnn" }),
  run(2, { accuracy: 0.9, loss: 0.1, seconds: 2 }),
  run(1, { pipeline: cellar, outcome: "killed" }),
];

function selected(selection: Partial<RunSelection>): readonly string[] | string {
  const result = selectRuns(runs, { outcomes: [], where: [], ...selection });
  return result.ok ? result.value.map(({ short }) => short) : `${result.failure.message} (${result.failure.hint})`;
}

test.each<[string, Partial<RunSelection>, readonly string[] | string]>([
  ["all", {}, ["5", "4", "3", "2", "1"]],
  ["of a pipeline", { pipeline: wine }, ["5", "4", "3", "2"]],
  ["that ended so", { outcomes: ["failed", "killed"] }, ["4", "1"]],
  ["in which a stage ran", { stage: "evaluate" }, ["5", "3", "2"]],
  ["in which an instance of a matrix ran", { stage: "train" }, ["5", "4", "3", "2", "1"]],
  ["since then", { since: 3 * 3_600_000 }, ["5", "4", "3"]],
  ["where a metric is", { where: ["accuracy > 0.85"] }, ["3", "2"]],
  ["where a stage's metric is", { where: ["evaluate.accuracy > 85%"] }, ["3", "2"]],
  ["where params are", { where: ['params.model == "cnn" or training.epochs == 20'] }, ["3", "2"]],
  ["where it took long", { where: ["duration > 1m"] }, ["5"]],
  ["where both hold", { where: ["accuracy > 0.85", 'outcome == "ok" and not training.epochs < 30'] }, ["3"]],
  ["by what is better when higher", { sort: "accuracy" }, ["3", "2", "5", "4", "1"]],
  ["by what is better when lower", { sort: "loss" }, ["2", "3", "5", "4", "1"]],
  ["in the direction that is said", { sort: "loss:desc" }, ["5", "3", "2", "4", "1"]],
  ["by a param", { sort: "training.epochs" }, ["1", "2", "3", "4", "5"]],
  ["by age", { sort: "when:asc" }, ["1", "2", "3", "4", "5"]],
  ["by duration", { sort: "duration:desc", where: ["duration > 1"] }, ["5", "2"]],
  ["by nothing", { sort: "acuracy" }, "--sort acuracy: nothing here has a param or metric of that name (did you mean accuracy?)"],
  ["where a name means nothing", { where: ["acuracy > 1"] }, "no run has a param or metric acuracy (did you mean accuracy?)"],
  [
    "where a text has no quotes",
    { where: ["model == cnn"] },
    "no run has a param or metric cnn (a text stands in quotes: 'model == \"cnn\"')",
  ],
  [
    "where the parts do not go together",
    { where: ["model > 3"] },
    "--where 'model > 3' is no condition: the text \"mlp\" is compared with the number 3 (for example --where 'accuracy > 0.9 and training.epochs == 60')",
  ],
  [
    "where it is no condition",
    { where: ["accuracy >"] },
    "--where 'accuracy >' is no condition: a value is expected, not the end (for example --where 'accuracy > 0.9 and training.epochs == 60')",
  ],
])("%s", (_case, selection, expected) => {
  expect(selected(selection)).toEqual(expected);
});

test("a run is meant by its short name or id, by their beginnings, or by how far back it is", () => {
  const ids = ["20260103T000000000Z-3", "20260102T000000000Z-2", "20260101T000000000Z-1"];
  const short = shortNames(ids).get("20260102T000000000Z-2") ?? "";
  expect(short).toMatch(/^[0-9a-f]{6}$/);
  const found = (word: string | undefined): string => {
    const result = findRun(ids, word);
    return result.ok ? result.value : result.failure.message;
  };
  expect([undefined, "latest", "-0", "-1", "-2"].map(found)).toEqual([ids[0], ids[0], ids[0], ids[1], ids[2]]);
  expect([short, short.slice(0, 4), "20260102", "20260102T000000000Z-2"].map(found)).toEqual([ids[1], ids[1], ids[1], ids[1]]);
  expect(["-3", "zz", "202601"].map(found)).toEqual(["there is no run -3", "there is no run zz", "202601 may mean 3 runs"]);
  expect(findRun([], undefined)).toMatchObject({ ok: false, failure: { message: "no run is kept here" } });
});

test("two runs that share a short name have longer ones", () => {
  const ids = Array.from({ length: 8000 }, (_, index) => `run-${index}`);
  const names = shortNames(ids);
  expect(new Set(names.values()).size).toBe(ids.length);
  expect([...names.values()].some((name) => name.length > 6)).toBe(true);
});

test.each([
  ["30min", 10_000_000 - 1_800_000],
  ["2h", 10_000_000 - 7_200_000],
  ["7 d", 10_000_000 - 604_800_000],
  ["2026-03-04", Date.UTC(2026, 2, 4)],
  ["2026-03-04T05:06Z", Date.UTC(2026, 2, 4, 5, 6)],
  ["soon", undefined],
  ["2026-13-01", undefined],
])("%s is a moment", (text, moment) => {
  expect(readMoment(text, 10_000_000)).toBe(moment);
});
