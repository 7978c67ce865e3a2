import { describe, expect, test } from "vitest";
import type { Plan } from "../../engine/graph/plan.ts";
import { brief, faultsOf, planOf, project } from "./project.ts";

const ids = (plan: Plan): readonly string[] => [...plan.stages.keys()];
const pending = (plan: Plan): readonly string[] => [...plan.stages.values()].flatMap(({ id, pending: is }) => (is ? [id] : []));
const sources = (plan: Plan, id: string, port: string): readonly string[] =>
  [...plan.stages.values()]
    .filter((stage) => stage.id === id)
    .flatMap(({ inputs }) => inputs.filter((input) => input.port === port).flatMap(({ from }) => from.map(({ path }) => path)));

async function grown(plan: Plan, lists: Readonly<Record<string, readonly unknown[]>>): Promise<Plan> {
  const next = await plan.grow?.(new Map(Object.entries(lists)));
  if (next?.ok !== true) throw new Error(next === undefined ? "it cannot grow" : brief(next.failure).join("\n"));
  return next.value.plan;
}

async function refused(plan: Plan, lists: Readonly<Record<string, readonly unknown[]>>): Promise<readonly string[]> {
  const next = await plan.grow?.(new Map(Object.entries(lists)));
  return next === undefined || next.ok ? [] : brief(next.failure);
}

const maker = '  plan: { run: "echo > ${{ out.parts }}", out: { parts: { type: list } } }\n';
const train = '  train: { matrix: { part: plan.parts }, run: "echo ${{ matrix.part }} > ${{ out.model }}", out: { model: } }\n';
const score = '  score: { matrix: { part: plan.parts }, run: "cat ${{ in.m }} > ${{ out.s }}", in: { m: train.model }, out: { s: } }\n';
const report = '  report: { run: "cat ${{ in.all }} > ${{ out.r }}", in: { all: score.s }, out: { r: } }\n';

describe("a matrix over what a stage makes", () => {
  test("is pending, with what needs it, until the list is known; stages over one list are paired", async () => {
    const plan = await planOf(`stages:\n${maker}${train}${score}${report}`);
    expect(ids(plan)).toEqual(["plan", "train@*", "score@*", "report"]);
    expect(pending(plan)).toEqual(["train@*", "score@*", "report"]);
    const known = await grown(plan, { "plan.parts": ["a", "b"] });
    expect(ids(known)).toEqual(["plan", "train@a", "train@b", "score@a", "score@b", "report"]);
    expect(pending(known)).toEqual([]);
    expect(known.grow).toBeUndefined();
    expect(sources(known, "score@b", "m")).toEqual(["out/train@b/model"]);
    expect(sources(known, "report", "all")).toEqual(["out/score@a/s", "out/score@b/s"]);
    expect(known.stages.get("train@a" as never)?.needs).toEqual(["plan"]);
  });

  test("has no instances of an empty list: its consumer takes none, and that is said", async () => {
    const plan = await planOf(`stages:\n${maker}${train}${score}${report}`);
    const next = await plan.grow?.(new Map([["plan.parts", []]]));
    expect(next?.ok && [ids(next.value.plan), sources(next.value.plan, "report", "all")]).toEqual([["plan", "report"], []]);
    expect(next?.ok && brief(next.value.warnings)).toEqual([
      "matrix-empty 3:28: stage `train` has no instances: the list plan.parts is empty",
      "matrix-empty 4:28: stage `score` has no instances: the list plan.parts is empty",
    ]);
  });

  test("names what is no name by its content, wherever it stands in the list", async () => {
    const plan = await planOf(
      `stages:\n${maker}  train: { matrix: { part: plan.parts }, run: "echo > \${{ out.model }}", out: { model: } }\n`,
    );
    const [one, other] = await Promise.all([
      grown(plan, { "plan.parts": ["c d", { rows: 3 }, "x".repeat(65), 0.5, 7, true] }),
      grown(plan, { "plan.parts": [true, 7, 0.5, "x".repeat(65), { rows: 3 }, "c d"] }),
    ]);
    expect([...ids(one)].sort()).toEqual([...ids(other)].sort());
    expect(ids(one).filter((id) => !/^plan$|^train@part[0-9a-f]{8}$/.test(id))).toEqual(["train@7", "train@true"]);
  });

  test("takes maps, of which a template names a member; a template keeps the type of a number", async () => {
    const plan = await planOf(
      `stages:\n${maker}  train: { matrix: { part: plan.parts }, run: "echo \${{ matrix.part.name }} > \${{ out.o }}", with: { rows: "\${{ matrix.part.rows }}" }, out: { o: } }\n`,
    );
    const known = await grown(plan, { "plan.parts": [{ name: "it's", rows: 3 }] });
    const [, stage] = [...known.stages.values()];
    expect(stage?.does.kind === "run" && stage.does.command).toContain("'it'\\''s'");
    expect(stage?.with).toEqual({ map: { rows: { tag: "int", text: "3" } } });
  });

  test("multiplies with written axes and with other lists, one after the other", async () => {
    const plan = await planOf(
      'stages:\n  plan: { run: "echo > ${{ out.a }} > ${{ out.b }}", out: { a: { type: list }, b: { type: list } } }\n' +
        '  work: { matrix: { a: plan.a, n: [1, 2], b: plan.b, exclude: [{ a: x, n: 2 }], include: [{ a: x, more: m }] }, run: "echo ${{ matrix.a }} ${{ matrix.more }} > ${{ out.o }}", out: { o: } }\n'
          .replace(", include: [{ a: x, more: m }]", "")
          .replace(" ${{ matrix.more }}", ""),
    );
    expect(ids(plan)).toEqual(["plan", "work@*-1-*", "work@*-2-*"]);
    const half = await grown(plan, { "plan.a": ["x", "y"] });
    expect(ids(half)).toEqual(["plan", "work@x-1-*", "work@y-1-*", "work@y-2-*"]);
    expect(ids(await grown(half, { "plan.b": ["p", "q"] }))).toEqual([
      "plan",
      ...["x-1", "y-1", "y-2"].flatMap((name) => [`work@${name}-p`, `work@${name}-q`]),
    ]);
  });

  test("nests: a list of each instance, known one after the other; without its axis, all lists together", async () => {
    const split = '  split: { matrix: { part: plan.parts }, run: "echo > ${{ out.shards }}", out: { shards: { type: list } } }\n';
    const work =
      '  work: { matrix: { part: plan.parts, shard: split.shards }, run: "echo ${{ matrix.shard }} > ${{ out.o }}", out: { o: } }\n';
    const flat = '  flat: { matrix: { shard: split.shards }, run: "echo ${{ matrix.shard }} > ${{ out.o }}", out: { o: } }\n';
    const plan = await planOf(`stages:\n${work}${flat}${split}${maker}`);
    expect([...ids(plan)].sort()).toEqual(["flat@*", "plan", "split@*", "work@*-*"]);
    const parts = await grown(plan, { "plan.parts": ["a", "b"] });
    expect([...ids(parts)].sort()).toEqual(["flat@*", "plan", "split@a", "split@b", "work@a-*", "work@b-*"]);
    const half = await grown(parts, { "split@a.shards": [1, 2] });
    expect([...ids(half)].sort()).toEqual(["flat@*", "plan", "split@a", "split@b", "work@a-1", "work@a-2", "work@b-*"]);
    expect(half.stages.get("work@a-1" as never)?.needs).toEqual(["plan", "split@a"]);
    const all = await grown(half, { "split@b.shards": [3] });
    expect([...ids(all)].sort()).toEqual([
      ...["flat@1", "flat@2", "flat@3", "plan", "split@a", "split@b", "work@a-1", "work@a-2", "work@b-3"],
    ]);
    expect(await refused(half, { "split@b.shards": [2] })).toEqual([
      "matrix-collision 3:19: two combinations of stage `flat` are both named `flat@2` | change a value so that the names differ",
    ]);
  });

  test("is selected by the names that its instances will have", async () => {
    const made = project({ "pipeline.yaml": `stages:\n${maker}${train}${score}${report}` });
    const selected = async (...selection: string[]) => {
      const { plan, diagnostics } = await made.compile({ selection });
      if (plan === undefined) return brief(diagnostics);
      const now = await grown(plan, { "plan.parts": ["a", "b"] });
      return [[...plan.selected], [...now.selected]];
    };
    expect(await selected("train@a")).toEqual([
      ["plan", "train@*"],
      ["plan", "train@a"],
    ]);
    expect(await selected("score@*")).toEqual([
      ["plan", "train@*", "score@*"],
      ["plan", "train@a", "train@b", "score@a", "score@b"],
    ]);
    expect(await selected("tr*@b*", "plan+")).toEqual([
      ["plan", "train@*", "score@*", "report"],
      ["plan", "train@a", "train@b", "score@a", "score@b", "report"],
    ]);
    const { plan } = await made.compile({ selection: ["train@z"] });
    expect(plan && (await refused(plan, { "plan.parts": ["a"] }))).toEqual([
      "unknown-selection: no stage is named `train@z` | did you mean `train@a`?",
    ]);
  });

  test("of thousands of values is planned in time that grows with their number", async () => {
    const plan = await planOf(`stages:\n${maker}${train}${score}${report}`);
    const known = await grown(plan, { "plan.parts": Array.from({ length: 2000 }, (_, index) => `part ${index}`) });
    expect(known.stages.size).toBe(4002);
  });
});

test("all that can be known before the list is known is found at once, each at its place", async () => {
  const broken =
    'stages:\n  plan: { run: "echo > ${{ out.parts }}", out: { parts: { type: list }, rows: { type: table } } }\n' +
    '  one: { matrix: { part: plan.part }, run: "echo > ${{ out.o }}", out: { o: } }\n' +
    '  two: { matrix: { part: plann.parts }, run: "echo > ${{ out.o }}", out: { o: } }\n' +
    '  three: { matrix: { part: plan.rows }, run: "echo > ${{ out.o }}", out: { o: } }\n' +
    '  four: { matrix: { part: plan.parts }, run: "echo > ${{ out.o }}", out: { o: ./same.txt } }\n' +
    '  five: { matrix: { part: five.o }, run: "echo > ${{ out.o }}", out: { o: { type: list } } }\n' +
    '  six: { matrix: { part: plan.parts }, run: "echo ${{ matrix.past }} > ${{ out.o }}", in: { data: ./no.csv, other: one.none }, out: { o: } }\n';
  expect(await faultsOf(broken)).toEqual([
    "unknown-port 3:26: stage `plan` has no output `part` | did you mean `plan.parts`?",
    "unknown-stage 4:26: there is no stage `plann` | did you mean `plan.parts`?",
    "port-type 5:28: axis `part` of stage `three` takes a list, and `plan.rows` is a table | in `out` of stage `plan`:⏎  rows: { type: list }",
    "output-overlap 6:79: output `o` of stage `four` has one path in several instances | put `${{ matrix.part }}` into the path, or leave the path out",
    "cycle 7:27: stage `five` needs itself | let another stage make the list",
    "unknown-template 8:51: there is no `matrix.past` | did you mean `matrix.part`?",
    "missing-file 8:99: there is no file `no.csv`",
    "unknown-port 8:116: stage `one` has no output `none` | write `one.o`",
  ]);
});

test("a kind that takes one input does not take as many as a list has, whatever their number will be", async () => {
  const yaml = `stages:\n${maker}  split: { uses: split, in: { table: ./rows.csv }, with: { strategy: random, fractions: { train: 0.8, test: 0.2 }, seed: 1 } }
  model: { matrix: { part: plan.parts }, uses: train, in: { train: split.train }, with: { target: price, model: { layers: [] }, epochs: "\${{ matrix.part.epochs }}", seed: 1 } }
  measure: { uses: evaluate, in: { model: model.model, data: split.test } }
`;
  expect(await faultsOf(yaml, { "rows.csv": "price\n1\n" })).toEqual([
    "port-type 5:43: input `model` of stage `measure` takes one model, and gets as many as a list has | give this stage the same `matrix`, or name one instance",
  ]);
});

test("values that are not known yet break no condition, gate, folder or file that names them", async () => {
  const plan = await planOf(
    `stages:\n${maker}  work: { matrix: { part: plan.parts }, when: matrix.part.size > 3, gate: "loss <= \${{ matrix.part.most }}", cwd: "./\${{ matrix.part.name }}", run: "cat \${{ in.rows }} > \${{ out.m }}", in: { rows: "./\${{ matrix.part.name }}/rows.csv" }, out: { m: { type: metrics } } }\n`,
    { "north/rows.csv": "1\n" },
  );
  expect(pending(plan)).toEqual(["work@*"]);
  const known = await grown(plan, { "plan.parts": [{ name: "north", size: 4, most: 0.5 }] });
  const [, stage] = [...known.stages.values()];
  expect([stage?.skipped, stage?.gates.map(({ text }) => text), stage?.does.kind === "run" && stage.does.cwd]).toEqual([
    false,
    ["loss <= 0.5"],
    "north",
  ]);
  expect(await refused(plan, { "plan.parts": [{ name: "south", size: 1, most: 1 }] })).toEqual([
    "missing-file 3:115: there is no folder `south`",
  ]);
});
